"""Runs the script of a job, and ends it with every process that it started.

Usage: keeper.py GRACE_SECONDS PROGRAM ARGUMENT...

Standard input is a pipe that the service holds open and never writes to. It closes when the service wants the script to end, and
when the service is gone. Every process below this one then gets SIGTERM, and SIGKILL after the grace. So does what the script leaves
running at its own end. The keeper ends as the script did: with its exit code or by its signal.

Any Python from 3.8 on runs it. Where there is no Linux, only the script's own process group is ended.
"""

import os
import resource
import select
import signal
import sys
import time

try:
    import ctypes

    LIBC = ctypes.CDLL(None, use_errno=True)
except (ImportError, OSError):
    LIBC = None

# Of prctl(2).
SET_PARENT_DEATH_SIGNAL = 1
SET_CHILD_SUBREAPER = 36
SET_NO_NEW_PRIVILEGES = 38
# How often processes are looked for that still run.
LOOK_SECONDS = 0.05
# A process that SIGKILL does not end within this time waits for hardware; nobody can end it.
KILL_SECONDS = 5.0


def prctl(option, value):
    """Sets a property of this process; where that is not possible, the process group has to do."""
    if LIBC is not None and hasattr(LIBC, "prctl"):
        LIBC.prctl(option, value, 0, 0, 0)


class Keeper:
    def __init__(self, grace):
        self.grace = grace
        self.script = None
        self.status = None
        self.is_asked_to_end = False
        self.wake_reader, self.wake_writer = os.pipe()
        os.set_blocking(self.wake_reader, False)
        os.set_blocking(self.wake_writer, False)

    def start(self, command):
        # Processes that lose their parent become children of the keeper, which then still finds them.
        prctl(SET_CHILD_SUBREAPER, 1)
        signal.set_wakeup_fd(self.wake_writer, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self.ask_to_end)
        keeper = os.getpid()
        self.script = os.fork()
        if self.script == 0:
            self.become(command, keeper)

    def ask_to_end(self, *_):
        self.is_asked_to_end = True

    @staticmethod
    def become(command, keeper):
        """Turns the new process into the script."""
        try:
            signal.set_wakeup_fd(-1)
            for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGPIPE):
                signal.signal(number, signal.SIG_DFL)
            os.setsid()
            prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
            # A program that runs as another user could not be ended.
            prctl(SET_NO_NEW_PRIVILEGES, 1)
            if os.getppid() != keeper:
                os._exit(127)
            nothing = os.open(os.devnull, os.O_RDONLY)
            os.dup2(nothing, 0)
            os.execv(command[0], command)
        except (OSError, ValueError) as error:
            os.write(2, f"the interpreter {command[0]} cannot be started: {error}\n".encode())
        finally:
            os._exit(127)

    def wait(self):
        """Waits until the script ends or is to end."""
        while self.status is None and not self.is_asked_to_end:
            readable, _, _ = select.select([0, self.wake_reader], [], [])
            if self.wake_reader in readable:
                os.read(self.wake_reader, 4096)
            if 0 in readable and not os.read(0, 4096):
                self.is_asked_to_end = True
            self.reap()

    def reap(self):
        """Notes the end of children, of the script among them."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid == self.script:
                self.status = status

    def end_all(self):
        """Ends the script and what it started: politely, and then surely."""
        asked = set()
        polite_until = time.monotonic() + self.grace
        while time.monotonic() < polite_until + KILL_SECONDS:
            self.reap()
            running = self.running()
            if not running:
                return
            for pid in running:
                if time.monotonic() >= polite_until:
                    self.send(pid, signal.SIGKILL)
                elif pid not in asked:
                    asked.add(pid)
                    self.send(pid, signal.SIGTERM)
            time.sleep(LOOK_SECONDS)

    @staticmethod
    def send(pid, number):
        try:
            os.kill(pid, number)
        except (ProcessLookupError, PermissionError):
            pass

    def running(self):
        """The processes below this one that have not ended; negative numbers are process groups."""
        try:
            names = [name for name in os.listdir("/proc") if name.isdigit()]
        except OSError:
            return [] if self.status is not None else [-self.script]
        children = {}
        for name in names:
            try:
                with open(f"/proc/{name}/stat", "rb") as file:
                    # The name of the program, in parentheses, can contain anything.
                    state, parent = file.read().rpartition(b")")[2].split()[:2]
            except (OSError, ValueError):
                continue
            children.setdefault(int(parent), []).append((int(name), state not in (b"Z", b"X")))
        found, parents = [], [os.getpid()]
        while parents:
            for pid, is_running in children.get(parents.pop(), []):
                parents.append(pid)
                if is_running:
                    found.append(pid)
        return found

    def end(self):
        """Ends as the script did."""
        status = 0 if self.status is None else self.status
        if os.WIFSIGNALED(status):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            number = os.WTERMSIG(status)
            if number not in (signal.SIGKILL, signal.SIGSTOP):
                signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
        os._exit(os.WEXITSTATUS(status))


def main():
    keeper = Keeper(float(sys.argv[1]))
    keeper.start(sys.argv[2:])
    keeper.wait()
    keeper.end_all()
    keeper.end()


main()
