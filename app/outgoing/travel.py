"""What a travel file holds and what became of it, for windows."""

from dataclasses import dataclass

ENDING = ".preau-travel"


@dataclass(frozen=True, slots=True)
class TravelSeen:
    """maker: thumbprint of the key of the computer that made it; known: the teacher has taken something from
    there before, or it is this one. titles: of its sessions. places: platforms they go to."""

    maker: str
    known: bool
    titles: tuple[str, ...]
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TravelTaken:
    """How many sessions were new or longer, were here already, were left because they say something else
    here. unconnected: addresses of platforms to which there is no connection yet; taking the file once more
    after connecting sends there."""

    taken: int = 0
    same: int = 0
    differing: int = 0
    unconnected: tuple[str, ...] = ()
