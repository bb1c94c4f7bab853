package org.selftuning.kernel;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.Callable;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/**
 * Runs the snippets of JShell in this virtual machine on the cell thread, and keeps what they
 * return and throw as live objects where JShell itself would keep texts only.
 */
final class CellControl extends DirectExecutionControl {
  /** Runs a task on the cell thread. */
  interface Runner {
    Object run(Callable<?> task) throws Throwable;
  }

  private final Runner runner;
  private Object value;
  private Throwable thrown;

  CellControl(Runner runner, CellClasses classes) {
    super(classes);
    this.runner = runner;
  }

  ExecutionControlProvider provider() {
    return new ExecutionControlProvider() {
      @Override
      public String name() {
        return "cell";
      }

      @Override
      public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
        return CellControl.this;
      }
    };
  }

  /** What the last snippet returned; null also when it returned nothing. */
  Object takeValue() {
    Object taken = value;
    value = null;
    return taken;
  }

  /** What the last snippet threw, as it was thrown, or null. */
  Throwable takeThrown() {
    Throwable taken = thrown;
    thrown = null;
    return taken;
  }

  @Override
  protected String invoke(Method snippet) throws Exception {
    value = null;
    thrown = null;
    try {
      value =
          runner.run(
              () -> {
                ClassLoader loader = snippet.getDeclaringClass().getClassLoader();
                Thread.currentThread().setContextClassLoader(loader);
                return snippet.invoke(null);
              });
      return "";
    } catch (InvocationTargetException e) {
      thrown = e.getCause();
      throw e;
    } catch (CellThread.Abandoned | CellThread.Unanswered e) {
      thrown = e;
      throw new StoppedException();
    } catch (Exception | Error e) {
      thrown = e;
      throw e;
    } catch (Throwable e) {
      thrown = e;
      throw new InvocationTargetException(e);
    }
  }
}
