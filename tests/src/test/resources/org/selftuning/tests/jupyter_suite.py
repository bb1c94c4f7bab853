"""Runs Jupyter's public suite for kernels, jupyter_kernel_test, on a kernel.

Usage: jupyter_suite.py KERNEL. One line a test of the suite: its name, a tab, "ok" or what is wrong.
Left out are its pager and its emptied output, which kernels need not have.
"""

import sys
import unittest

import jupyter_kernel_test


class Suite(jupyter_kernel_test.KernelTests):
    kernel_name = sys.argv[1]
    language_name = "java"
    file_extension = ".jshell"
    code_hello_world = 'System.out.println("hello, world")'
    code_stderr = 'System.err.println("oops")'
    code_generate_error = 'throw new IllegalStateException("no half")'
    code_inspect_sample = "Math.max"
    completion_samples = [
        {"text": "Math.PI", "matches": ["PI"]},
        {"text": "😀; System.out.printl", "matches": ["println("]},
        {"text": "nosuchname.", "matches": []},
        {"text": "%stn golde", "matches": []},
    ]
    complete_code_samples = ["int x = 1;", "1 + 1", "%stn help", "record P(int x) {}", "// remark"]
    incomplete_code_samples = ["for (int i = 0; i < 3; i++) {", "int f(", "/* remark", 'var t = """\na']
    invalid_code_samples = ["int 1x = 2;", "int x == 1;", "}"]
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": '"a" + 1', "result": "a1"},
        {"code": 'Table.create("t")', "mime": "text/html"},
    ]
    code_display_data = [
        {"code": 'display("one")', "mime": "text/plain"},
        {"code": 'display("<b>one</b>", "text/html")', "mime": "text/html"},
        {"code": "display(new java.awt.image.BufferedImage(8, 6, 1))", "mime": "image/png"},
    ]
    supported_history_operations = ("tail", "range", "search")
    code_history_pattern = "6 [*] ?"


class Lines(unittest.TestResult):
    """Says how each test went: the first of its parts that failed, where it has some."""

    def startTest(self, test):
        super().startTest(test)
        self.wrong, self.left_out = None, False

    def addSubTest(self, test, subtest, error):
        if error and not self.wrong:
            self.wrong = f"{subtest._subDescription()} {error[1]!r}"

    def addError(self, test, error):
        self.wrong = self.wrong or repr(error[1])

    addFailure = addError

    def addSkip(self, test, reason):
        if isinstance(test, Suite):
            self.left_out = True
        else:
            self.wrong = self.wrong or f"a part was skipped: {reason}"

    def stopTest(self, test):
        if not self.left_out:
            name = test._testMethodName.removeprefix("test_")
            print(f"{name}\t{' '.join((self.wrong or 'ok').split())}", flush=True)


unittest.defaultTestLoader.loadTestsFromTestCase(Suite).run(Lines())
