"""What the doctor and the server say about the network. Code to sentence."""

from typing import Final

from app.i18n import mark

SENTENCES: Final[dict[str, str]] = {
    "port_in_use": mark(
        "Port {port} is in use by another program. Nothing was started. "
        "Close that program, or use the free port {next}: --port {next}."
    ),
    "port_not_allowed": mark(
        "This computer does not let you use port {port} (below 1024 it takes administrator rights). "
        "Nothing was started. Use {next} instead: --port {next}."
    ),
    "port_changed": mark(
        "Another program has taken port {old}, so the class goes on at port {port}: phones must scan the "
        "new code. Everything saved is there."
    ),
    "no_port": mark(
        "The computer gives no port for phones ({reason}). Nothing was started. Restart the computer; "
        "if that does not help, a security program forbids it."
    ),
    "no_discovery": mark(
        "Classes near by cannot be looked for: the network does not allow it ({reason}). "
        "Connect to the Wi-Fi of the class, or type the address that the teacher shows."
    ),
    # The doctor's findings, described in docs/network.md.
    "address": mark("Phones in the same network can use the address {address} ({interface})."),
    "no_network": mark(
        "Your laptop is in no network, so no phone can reach it. Connect it to the Wi-Fi of the room, "
        "or make a hotspot."
    ),
    "phones_lost": mark(
        "{count} of {total} phones have lost their connection. They come back by themselves; if they do not, "
        "look at the Wi-Fi of the room. Answers that were sent are kept."
    ),
    "no_address_given": mark(
        "The network gave your laptop no address (it made up {address} itself). Disconnect from the Wi-Fi "
        "and connect again; if that does not help, the network is full or wants a sign-in page to be "
        "filled in."
    ),
    "only_ipv6": mark(
        "Your laptop has only a new-style address ({address}). Older phones may not reach it: "
        "prefer another Wi-Fi or a hotspot if some cannot join."
    ),
    "on_hotspot": mark(
        "Your laptop uses a hotspot ({address}). A hotspot takes 5 to 10 phones; for a whole class use "
        "the Wi-Fi of the room or a router."
    ),
    "public_address": mark(
        "The address {address} is open to the internet. Phones can use it, but strangers may see the page "
        "as well. Use another network if you can."
    ),
    "vpn": mark(
        "A VPN is on ({interface}). Some keep phones away from your laptop: switch it off during the class "
        "if phones cannot join."
    ),
    "self_test_passed": mark("Your laptop answers on port {port} at each of its addresses."),
    "self_test_failed": mark(
        "Your laptop does not answer itself at {address}, port {port}. A security program stands in between, "
        "or the address has just changed: reconnect to the Wi-Fi and try again."
    ),
    "could_not_look": mark(
        "Préau could not ask the firewall ({tool}: {reason}). Try with one phone: if it opens the page, "
        "all is well."
    ),
    "firewall_off": mark("The firewall of your laptop is off: it keeps no phone away."),
    "firewall_open": mark("The firewall of your laptop lets phones in on port {port}."),
    "windows_public": mark(
        "Windows takes the network {network} for a public place and keeps phones away. Open Settings, "
        "Network & internet, click the network and choose Private network. Then open Windows Terminal as "
        "administrator and enter: {command}"
    ),
    "windows_no_rule": mark(
        "The Windows firewall keeps phones away from port {port}. When Windows asks whether Préau may "
        "communicate, tick both boxes and allow it; or open Windows Terminal as administrator and enter: "
        "{command}"
    ),
    "windows_rule_blocks": mark(
        "The firewall rule {rule} keeps phones away (Windows made it when its question was cancelled). Open "
        'Windows Terminal as administrator and enter: Remove-NetFirewallRule -Name "{name}". '
        "Then start Préau again and allow it."
    ),
    "windows_blocks_all": mark(
        "Windows blocks every incoming connection in the network {network}. Open Windows Security, "
        "Firewall & network protection, click the network that is active, and untick the box under "
        "Incoming connections."
    ),
    "windows_managed": mark(
        "Your school's administration rules the firewall of this laptop, and phones are kept away in the "
        "network {network}. Ask them to allow incoming TCP connections to port {port}, or use another "
        "laptop."
    ),
    "windows_no_network": mark(
        "Windows reports no connected network. Connect to the Wi-Fi of the room, or make a hotspot."
    ),
    "macos_blocks_all": mark(
        "The firewall of your Mac blocks every incoming connection. Open System Settings, Network, Firewall, "
        "Options, and switch off Block all incoming connections."
    ),
    "macos_blocks_program": mark(
        "The firewall of your Mac blocks {program}. Open System Settings, Network, Firewall, Options, "
        "and set {program} to Allow incoming connections."
    ),
    "macos_program_allowed": mark("The firewall of your Mac lets phones reach Préau."),
    "macos_will_ask": mark(
        "The firewall of your Mac is on and will ask at the first start: click Allow. If it did not ask, "
        "open System Settings, Network, Firewall, Options, and add the program."
    ),
    "linux_port_closed": mark(
        "The firewall ({tool}) keeps phones away from port {port}. Open a terminal and enter: {command}"
    ),
    "linux_unsure": mark(
        "The firewall ({tool}) has rules that Préau does not understand. Try with one phone; if it cannot "
        "open the page, enter in a terminal: {command}"
    ),
    "linux_no_firewall": mark("No firewall was found on your laptop: nothing here keeps phones away."),
    "phones_come": mark("Phones reach your laptop ({phones} so far)."),
    "no_phone_yet": mark(
        "No phone has come yet ({seconds} s). A phone that scans the code needs about 10 s."
    ),
    "no_phone_came": mark(
        "No phone came in {seconds} s. If one tried: check that it is in the same Wi-Fi, switch off its "
        "mobile data, and answer Stay connected when it says that this Wi-Fi has no internet. If it still "
        "cannot open the page, the Wi-Fi keeps its guests apart (often a guest network): use another Wi-"
        "Fi, ask for client isolation to be switched off, or make a hotspot."
    ),
    "announced": mark("Other laptops and the Préau program find the class by its name in this network."),
    "not_announced": mark(
        "The network does not pass on the name of the class. Nothing is lost: phones scan the code or "
        "type the address."
    ),
    "hotspot_windows": mark(
        "Hotspot of this Windows laptop: Settings, Network & internet, Mobile hotspot. It takes 8 devices "
        "and shares a connection, so something must be connected: a cable, another Wi-Fi or a phone by "
        "USB."
    ),
    "hotspot_macos": mark(
        "Hotspot of this Mac: System Settings, General, Sharing, Internet Sharing. It needs a source "
        "other than Wi-Fi (a cable or a phone by USB) and takes about 10 phones."
    ),
    "hotspot_linux": mark(
        "Hotspot of this laptop: Settings, Wi-Fi, Turn On Wi-Fi Hotspot. Most Wi-Fi cards take about 10 "
        "phones."
    ),
    "hotspot_phone": mark(
        "Hotspot of a phone (Android or iPhone): it takes 5 to 10 devices, needs no internet, and your "
        "laptop joins it like the students' phones."
    ),
    "router_room": mark(
        "For a class of 30: any cheap travel router with two bands (2.4 and 5 GHz). It needs no internet; "
        "your laptop joins it by cable if it can. Switch off its guest network and client isolation."
    ),
    "router_hall": mark(
        "For a hall: an access point that is specified for more than 100 devices, or several on different "
        "channels, one for each 60 to 80 phones; your laptop by cable."
    ),
}
