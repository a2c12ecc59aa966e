package auditor.translator;

import com.googlecode.d2j.Method;
import com.googlecode.dex2jar.ir.IrMethod;
import com.googlecode.dex2jar.ir.expr.InvokeExpr;
import com.googlecode.dex2jar.ir.expr.NewExpr;
import com.googlecode.dex2jar.ir.expr.Value;
import com.googlecode.dex2jar.ir.stmt.LabelStmt;
import com.googlecode.dex2jar.ir.stmt.Stmt;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Objects made with the constructor of an ancestor. ART lets code make an object of one class and call the constructor
 * of its parent on it, and R8 leaves out a class's own constructor where that one does (minimum level 21); dex2jar
 * makes an object of the constructor's class instead. The owner of such a call is named for both classes, {@code
 * X<P>}, before dex2jar joins the two instructions, and told apart again when they are written. No class in a DEX file
 * has a name with these brackets.
 */
final class Ancestors {
    private Ancestors() {
    }

    /** Names both classes in the calls of that method; to be called while each local is assigned once. */
    static void mark(IrMethod method) {
        Map<Value, Value> made = new HashMap<>();
        for (Stmt statement : method.stmts) {
            if (statement.st == Stmt.ST.ASSIGN && statement.getOp1().vt == Value.VT.LOCAL) {
                made.put(statement.getOp1(), statement.getOp2());
            } else if (statement instanceof LabelStmt label && label.phis != null) {
                label.phis.forEach(phi -> made.put(phi.getOp1(), phi.getOp2()));
            }
        }
        for (Stmt statement : method.stmts) {
            if (constructor(statement) instanceof InvokeExpr call
                    && source(call.getOps()[0], made) instanceof NewExpr object && !object.type.equals(call.getOwner())) {
                String both = object.type.substring(0, object.type.length() - 1) + "<" + Words.internal(call.getOwner()) + ">;";
                call.method = new Method(both, call.getName(), call.getArgs(), call.getRet());
            }
        }
    }

    private static InvokeExpr constructor(Stmt statement) {
        Value value = statement.st == Stmt.ST.VOID_INVOKE ? statement.getOp()
                : statement.st == Stmt.ST.ASSIGN ? statement.getOp2() : null;
        return value instanceof InvokeExpr call && call.vt == Value.VT.INVOKE_SPECIAL && call.getName().equals("<init>")
                && call.getOps().length > 0 ? call : null;
    }

    /** Where a value comes from, through copies and through branches that all come from one place; or null. */
    private static Value source(Value value, Map<Value, Value> made) {
        Set<Value> seen = new HashSet<>();
        Deque<Value> open = new ArrayDeque<>(List.of(value));
        Value source = null;
        while (!open.isEmpty()) {
            Value next = open.pop();
            if (next.vt == Value.VT.LOCAL && made.containsKey(next)) {
                if (seen.add(next)) {
                    open.push(made.get(next));
                }
            } else if (next.vt == Value.VT.PHI) {
                open.addAll(List.of(next.getOps()));
            } else if (source != null && source != next) {
                return null;
            } else {
                source = next;
            }
        }
        return source;
    }

    /** Writes what was marked as an object of the one class and a call of the other's constructor. */
    static MethodVisitor resolve(MethodVisitor out) {
        return new MethodVisitor(Opcodes.ASM9, out) {
            @Override
            public void visitTypeInsn(int opcode, String type) {
                int at = type.indexOf('<');
                super.visitTypeInsn(opcode, at < 0 ? type : type.substring(0, at));
            }

            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
                int at = owner.indexOf('<');
                super.visitMethodInsn(opcode, at < 0 ? owner : owner.substring(at + 1, owner.length() - 1), name, descriptor,
                        isInterface);
            }
        };
    }
}
