package org.selftuning.kernel;

import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Lets an interrupt end a busy loop of the user's code.
 *
 * <p>Java has no way to stop a thread that does not ask (from Java 20 on {@code Thread.stop} only
 * throws), so the class files of a cell are made to ask: at the start of every method and before
 * every backward jump they pass a call site that does nothing. The just-in-time compiler removes it
 * entirely, a loop costs what it cost before. An interrupt points the call site at {@link
 * CellThread#poll()}, which throws in the thread that must end.
 */
public final class StopPolls {
  private static final MethodType NOTHING = MethodType.methodType(void.class);
  private static final MethodHandle IGNORE = MethodHandles.empty(NOTHING);
  private static final MethodHandle POLL = pollHandle();
  private static final MutableCallSite SITE = new MutableCallSite(IGNORE);
  private static final Handle BOOTSTRAP =
      new Handle(
          Opcodes.H_INVOKESTATIC,
          StopPolls.class.getName().replace('.', '/'),
          "site",
          "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;Ljava/lang/invoke/MethodType;)"
              + "Ljava/lang/invoke/CallSite;",
          false);

  private static int watchers;

  private StopPolls() {}

  /** The call site that all polls share; called by the virtual machine when it links one. */
  public static CallSite site(MethodHandles.Lookup lookup, String name, MethodType type) {
    return SITE;
  }

  /** From now on polls look whether their thread must end; balanced by {@link #unwatch()}. */
  static synchronized void watch() {
    if (watchers++ == 0) {
      pointAt(POLL);
    }
  }

  static synchronized void unwatch() {
    if (--watchers == 0) {
      pointAt(IGNORE);
    }
  }

  /**
   * Returns {@code classFile} with a poll at every method entry and every backward jump, and with
   * {@link ExitRefused} in place of what ends the virtual machine. What is not private becomes
   * public: the cells are one package to the compiler, but not to class loaders (see {@link
   * CellClasses}).
   */
  static byte[] insertInto(byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new ClassVisitor(Opcodes.ASM9, writer) {
          @Override
          public void visit(
              int version,
              int access,
              String name,
              String signature,
              String superName,
              String[] interfaces) {
            super.visit(version, opened(access), name, signature, superName, interfaces);
          }

          @Override
          public FieldVisitor visitField(
              int access, String name, String descriptor, String signature, Object value) {
            return super.visitField(opened(access), name, descriptor, signature, value);
          }

          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            return new Polling(
                super.visitMethod(opened(access), name, descriptor, signature, exceptions));
          }
        },
        0);
    return writer.toByteArray();
  }

  private static int opened(int access) {
    return (access & Opcodes.ACC_PRIVATE) != 0
        ? access
        : (access & ~Opcodes.ACC_PROTECTED) | Opcodes.ACC_PUBLIC;
  }

  private static void pointAt(MethodHandle target) {
    SITE.setTarget(target);
    MutableCallSite.syncAll(new MutableCallSite[] {SITE});
  }

  private static MethodHandle pollHandle() {
    try {
      return MethodHandles.lookup().findStatic(CellThread.class, "poll", NOTHING);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final class Polling extends MethodVisitor {
    private final Set<Label> passed = new HashSet<>();

    Polling(MethodVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visitCode() {
      super.visitCode();
      poll();
    }

    @Override
    public void visitLabel(Label label) {
      passed.add(label);
      super.visitLabel(label);
    }

    @Override
    public void visitJumpInsn(int opcode, Label target) {
      if (passed.contains(target)) {
        poll();
      }
      super.visitJumpInsn(opcode, target);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean inInterface) {
      boolean virtual = opcode == Opcodes.INVOKEVIRTUAL;
      if (!inInterface && (virtual || opcode == Opcodes.INVOKESTATIC)) {
        int tag = virtual ? Opcodes.H_INVOKEVIRTUAL : Opcodes.H_INVOKESTATIC;
        Handle method = new Handle(tag, owner, name, descriptor, false);
        Handle called = ExitRefused.instead(method);
        int call = called == method ? opcode : Opcodes.INVOKESTATIC;
        super.visitMethodInsn(call, called.getOwner(), called.getName(), called.getDesc(), false);
      } else {
        super.visitMethodInsn(opcode, owner, name, descriptor, inInterface);
      }
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      Object[] allowed = arguments.clone();
      for (int i = 0; i < allowed.length; i++) {
        if (allowed[i] instanceof Handle method) {
          allowed[i] = ExitRefused.instead(method); // a method reference
        }
      }
      super.visitInvokeDynamicInsn(name, descriptor, bootstrap, allowed);
    }

    private void poll() {
      visitInvokeDynamicInsn("poll", "()V", BOOTSTRAP);
    }
  }
}
