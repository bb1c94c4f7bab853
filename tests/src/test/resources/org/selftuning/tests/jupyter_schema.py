"""Records a session with a kernel and compares each message with Jupyter's messaging page, 5.3 to 5.5.

Usage: jupyter_schema.py KERNEL. One line a type of message: its name, a tab, "ok" or what is wrong.
The schema is written down here from the page; a key that the page allows to be left out has a "?".
"""

import re
import sys
import time
from datetime import datetime

from jupyter_client.manager import KernelManager

TIMEOUT = 120
STATUS = {"ok", "error", "aborted"}
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
ERROR = {"status": {"error"}, "ename": str, "evalue": str, "traceback": [str]}
LANGUAGE = {
    "name": str,
    "version": str,
    "mimetype": str,
    "file_extension": str,
    "pygments_lexer?": str,
    "codemirror_mode?": (str, dict),
    "nbconvert_exporter?": str,
}
HEADER = {
    "msg_id": str,
    "session": str,
    "username": str,
    "date": DATE,
    "msg_type": str,
    "version": re.compile(r"5\.[345]"),
}
BUNDLE = {"data": dict, "metadata": dict, "transient?": dict}
CONTENTS = {
    "iopub_welcome": {"subscription": str},
    "status": {"execution_state": {"busy", "idle", "starting"}},
    "execute_input": {"code": str, "execution_count": int},
    "stream": {"name": {"stdout", "stderr"}, "text": str},
    "display_data": BUNDLE,
    "update_display_data": {"data": dict, "metadata": dict, "transient": {"display_id": str}},
    "execute_result": {"execution_count": int, **BUNDLE},
    "error": {"ename": str, "evalue": str, "traceback": [str]},
    "execute_reply": {
        "status": {"ok"},
        "execution_count": int,
        "payload?": list,
        "user_expressions": dict,
    },
    "inspect_reply": {"status": {"ok"}, "found": bool, "data": dict, "metadata": dict},
    "complete_reply": {
        "status": {"ok"},
        "matches": [str],
        "cursor_start": int,
        "cursor_end": int,
        "metadata": dict,
    },
    "history_reply": {"status": {"ok"}, "history": list},
    "is_complete_reply": {
        "status": {"complete", "incomplete", "invalid", "unknown"},
        "indent?": str,
    },
    "comm_info_reply": {"status": {"ok"}, "comms": dict},
    "kernel_info_reply": {
        "status": {"ok"},
        "protocol_version": re.compile(r"5\.[345]"),
        "implementation": str,
        "implementation_version": str,
        "language_info": LANGUAGE,
        "banner": str,
        "help_links?": [{"text": str, "url": str}],
        "debugger?": bool,
        "supported_features?": [str],
    },
    "shutdown_reply": {"status": {"ok"}, "restart": bool},
    "interrupt_reply": {"status": {"ok"}},
    "input_request": {"prompt": str, "password": bool},
}


def problem(value, rule, place):
    """What is wrong with a value; None where it keeps the rule."""
    if isinstance(rule, dict):
        return keys(value, rule, place) if isinstance(value, dict) else f"{place} is no object"
    if isinstance(rule, list):
        found = [problem(each, rule[0], f"{place}[]") for each in value]
        return next((each for each in found if each), None)
    if isinstance(rule, set):
        return None if value in rule else f"{place} is {value!r}, not one of {sorted(rule)}"
    if isinstance(rule, re.Pattern):
        fits = isinstance(value, str) and rule.fullmatch(value)
        return None if fits else f"{place} is {value!r}"
    if isinstance(value, bool) and rule is int:
        return f"{place} is a boolean"
    return None if isinstance(value, rule) else f"{place} is {value!r}"


def keys(value, rules, place):
    for name, rule in rules.items():
        plain = name.rstrip("?")
        if plain in value:
            found = problem(value[plain], rule, f"{place}.{plain}")
            if found:
                return found
        elif plain == name:
            return f"{place}.{plain} is missing"
    return None


def check(message):
    content, kind = message["content"], message["header"]["msg_type"]
    rule = CONTENTS.get(kind)
    if rule is None:
        return "the messaging page has no such message"
    if content.get("status") == "error" and kind.endswith("_reply"):
        rule = ERROR
    if content.get("status") == "aborted":
        rule = {"status": STATUS}
    header = dict(message["header"])
    if isinstance(header["date"], datetime):  # the client has read it
        header["date"] = header["date"].isoformat()
    return (
        problem(header, HEADER, "header")
        or problem(message["parent_header"], dict, "parent_header")
        or problem(message["metadata"], dict, "metadata")
        or problem(content, rule, "content")
    )


def main():
    manager = KernelManager(kernel_name=sys.argv[1])
    manager.start_kernel()
    client = manager.client()
    seen = []
    read = client.session.deserialize

    def recording(*args, **options):
        seen.append(read(*args, **options))
        return seen[-1]

    client.session.deserialize = recording
    client.start_channels()
    client.wait_for_ready(timeout=TIMEOUT)

    def answer(message_id):
        while client.get_shell_msg(timeout=TIMEOUT)["parent_header"].get("msg_id") != message_id:
            pass
        while True:
            message = client.get_iopub_msg(timeout=TIMEOUT)
            mine = message["parent_header"].get("msg_id") == message_id
            if mine and message["content"].get("execution_state") == "idle":
                return

    def run(code, **options):
        answer(client.execute(code, **options))

    run('System.out.println("out"); System.err.println("err"); 6 * 7')
    run('var id = display("a"); updateDisplay(id, "b");')
    run("1 / 0")
    run("int x = 5; x", user_expressions={"good": "x + 1", "bad": "nosuch"})
    answer(client.kernel_info())
    answer(client.complete("Math.ma"))
    answer(client.inspect("Math.max"))
    answer(client.inspect("nosuchname"))
    for code in ["1 + 1", "int f() {", "int 1x = 2;"]:
        answer(client.is_complete(code))
    answer(client.history(hist_access_type="tail", n=3))
    answer(client.history(hist_access_type="search", pattern="*display*", n=3, unique=True))
    answer(client.comm_info())
    waits = client.execute("new Scanner(System.in).nextLine()", allow_stdin=True)
    client.get_stdin_msg(timeout=TIMEOUT)
    client.input("typed")
    answer(waits)
    first = client.execute("Thread.sleep(500); throw new RuntimeException();")
    second = client.execute("2")
    answer(first)
    answer(second)
    sleeps = client.execute("Thread.sleep(60_000);")
    time.sleep(1)
    interrupt = client.session.msg("interrupt_request", {})
    client.control_channel.send(interrupt)
    client.get_control_msg(timeout=TIMEOUT)
    answer(sleeps)
    client.shutdown()
    client.get_control_msg(timeout=TIMEOUT)
    kinds = {}
    for message in seen:
        kinds.setdefault(message["header"]["msg_type"], []).append(check(message))
    for kind in CONTENTS:
        found = kinds.pop(kind, ["none was sent"])
        wrong = [each for each in found if each]
        print(f"{kind} ({len(found)})\t{wrong[0] if wrong else 'ok'}")
    for kind in kinds:
        print(f"{kind}\tthe messaging page has no such message")
    client.stop_channels()
    manager.shutdown_kernel(now=True)


main()
