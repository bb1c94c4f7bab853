# Settings of nbgrader for the assignments in source/. Run nbgrader in this folder.
c = get_config()  # noqa: F821

c.CourseDirectory.course_id = "self-tuning-networks"

# What is in a student's version in place of a solution. The stub that nbgrader has for Java is a
# comment, and a method that returns nothing does not compile.
c.ClearSolutions.code_stub = {
    "java": "// YOUR CODE HERE\nthrow new UnsupportedOperationException(\"write your answer here\");",
}

# Seconds for each cell. None takes more than a few on two cores.
c.ExecutePreprocessor.timeout = 120
