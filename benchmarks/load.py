"""The load generator's process: reads one order from its standard input, plays it, prints its figures.

It is a process of its own so that its work cannot be taken for the server's, and it stops by itself. How one
knows that it is not the bottleneck: each course reports the generator's CPU time per 1,000 answers, its share
of the wall time and its lag, and the course `floor` shows what it measures when the server only echoes.
"""

import gc
import json
import sys

from benchmarks.course import Course
from benchmarks.courses import play
from benchmarks.host import HostRefused
from benchmarks.limits import raise_open_files
from benchmarks.loop import Loop
from benchmarks.target import Target


def main() -> int:
    order = json.loads(sys.stdin.readline())
    course, target = Course(**order["course"]), Target(**order["target"])
    if raise_open_files() < 2 * course.phones + 64:  # a phone out of reach holds its old connection, too
        print(json.dumps({"failed": f"the system allows too few open files for {course.phones} phones"}))
        return 1
    gc.disable()  # a collection in the middle of a burst would be measured as the server's
    loop = Loop(order["limit"])
    try:
        print(json.dumps(play(course, target, loop)))
    except HostRefused as error:
        print(json.dumps({"failed": str(error)}))
        return 1
    finally:
        loop.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
