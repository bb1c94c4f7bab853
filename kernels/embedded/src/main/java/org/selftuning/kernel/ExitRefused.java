package org.selftuning.kernel;

import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;

/**
 * Ends a cell that asked the virtual machine to end, which would take the person's work with it.
 *
 * <p>The class files of a cell call {@link #exit} in place of {@code System.exit}, {@code
 * Runtime.exit} and {@code Runtime.halt} (see {@link StopPolls}); exits of libraries are met by
 * {@link ExitGuard}.
 */
public final class ExitRefused extends Error {
  private static final long serialVersionUID = 1L;
  private static final String OWNER = ExitRefused.class.getName().replace('.', '/');

  /** What ended, in one line, which is all that is shown of it. */
  ExitRefused(String call) {
    super(
        call + " ended the cell, not the kernel; to end the kernel, use the front end's menu",
        null,
        false,
        false);
  }

  /** Stands in for {@code System.exit}. */
  public static void exit(int status) {
    throw refuse("System.exit(" + status + ")");
  }

  /** Stands in for {@code Runtime.exit} and {@code Runtime.halt}. */
  public static void exit(Runtime runtime, int status) {
    throw refuse("Runtime's exit(" + status + ")");
  }

  /** The call that stands in for {@code method}, or {@code method} where it may be called. */
  static Handle instead(Handle method) {
    boolean system =
        method.getOwner().equals("java/lang/System") && method.getName().equals("exit");
    boolean runtime =
        method.getOwner().equals("java/lang/Runtime")
            && (method.getName().equals("exit") || method.getName().equals("halt"));
    if (!(system || runtime) || !method.getDesc().equals("(I)V")) {
      return method;
    }
    String descriptor = system ? "(I)V" : "(Ljava/lang/Runtime;I)V";
    return new Handle(Opcodes.H_INVOKESTATIC, OWNER, "exit", descriptor, false);
  }

  private static ExitRefused refuse(String call) {
    ExitRefused refusal = new ExitRefused(call);
    CellThread.current().kernel().end(refusal); // also where the caller catches it
    return refusal;
  }
}
