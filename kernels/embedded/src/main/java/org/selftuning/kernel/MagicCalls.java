package org.selftuning.kernel;

/** What a line magic inside Java code becomes: the target of the rewritten source. */
public final class MagicCalls {
  private static final ThreadLocal<Object> HANDED_OVER = new ThreadLocal<>();

  private MagicCalls() {}

  /**
   * Applies the line magic {@code name} and returns what it returns.
   *
   * @throws Exception what the magic throws
   */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as in the base library
  public static <T> T line(String name, String arguments) throws Exception {
    return (T) CellThread.current().kernel().magics().line(name, arguments);
  }

  /** The value that the kernel hands to the variable of {@code var x = %name …}. */
  public static Object result() {
    Object value = HANDED_OVER.get();
    HANDED_OVER.remove();
    return value;
  }

  /** Keeps {@code value} for {@link #result()} on the same thread. */
  static void handOver(Object value) {
    HANDED_OVER.set(value);
  }
}
