"""Interrupts a training run through the protocol. Usage: jupyter_interrupt.py KERNEL.

Prints a line each: the seconds from the interrupt to the cell's end, the reply's status, whether the run
was kept (the number of its steps), and whether it continued.
"""

import sys
import threading
import time

from jupyter_client.manager import start_new_kernel

MODEL = """%%stn model net
input: 784
hyperparameters:
  rate: {range: [0, 0.95], start: 0.05}
layers:
  - dropout: rate
  - gated-linear: 64
  - relu
  - gated-linear: 10
loss: cross-entropy
"""

manager, client = start_new_kernel(startup_timeout=60, kernel_name=sys.argv[1])


def run(code, hook=lambda message: None):
    return client.execute_interactive(code, timeout=60, output_hook=hook, allow_stdin=False)["content"]


def printed(code):
    texts = []
    run(code, lambda m: texts.append(m["content"].get("text", "")) if m["msg_type"] == "stream" else None)
    return "".join(texts).strip()


try:
    run("%stn data digits strokes --train 500 --validation 200 --test 200")
    run(MODEL)
    moment = []

    def interrupt():
        moment.append(time.time())
        manager.interrupt_kernel()

    started = threading.Event()

    def watch(message):
        # The first picture or line of the run: it is training now.
        if message["msg_type"] in ("display_data", "update_display_data") and not started.is_set():
            started.set()
            threading.Timer(2, interrupt).start()

    reply = run("var first = %stn train first --epochs 100000 --batch 50", watch)
    print(f"seconds {time.time() - moment[0]:.3f}")
    print("status", reply["status"])
    steps = "System.out.println(first.history().snapshot().steps());"
    before = printed(steps)
    print("steps", before)
    time.sleep(1)
    assert printed(steps) == before, "the run continues after the interrupt"
    threading.Timer(2, manager.interrupt_kernel).start()
    run("%stn resume first")
    print("resumed", printed(steps))
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
