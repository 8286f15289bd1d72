package dev.sessionbeam.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Extends the overloads that CEL's type check found for each call: comparisons get the exact order
 * of {@link Equality}, and the functions on doubles also take a {@link WrittenNumber}.
 */
final class Overloads {
  private static final List<String> ORDERS =
      List.of("less_equals", "less", "greater_equals", "greater");
  private static final String ON_DOUBLES = "_double";

  private Overloads() {}

  /** Returns the tree with the extended overloads. */
  static CelAbstractSyntaxTree extend(CelAbstractSyntaxTree tree) {
    Map<Long, CelReference> references = new LinkedHashMap<>();
    tree.getReferenceMap().forEach((id, reference) -> references.put(id, extend(reference)));
    return CelAbstractSyntaxTree.newCheckedAst(
        tree.getExpr(), tree.getSource(), references, tree.getTypeMap());
  }

  private static CelReference extend(CelReference reference) {
    List<String> overloads = reference.overloadIds();
    if (overloads.isEmpty()) {
      return reference;
    }
    String first = overloads.get(0);
    for (String order : ORDERS) {
      if (first.startsWith(order + "_")) {
        return CelReference.newBuilder().setName(reference.name()).addOverloadIds(order).build();
      }
    }
    List<String> more = new ArrayList<>(overloads);
    for (String overload : overloads) {
      more.addAll(onWrittenNumbers(overload));
    }
    return CelReference.newBuilder().setName(reference.name()).addOverloadIds(more).build();
  }

  private static List<String> onWrittenNumbers(String overload) {
    return switch (overload) {
      case "double_to_string" -> List.of("string" + NumberFunctions.WRITTEN);
      case "double_to_double" -> List.of("double" + NumberFunctions.WRITTEN);
      case "double_to_int64" -> List.of("int" + NumberFunctions.WRITTEN);
      case "double_to_uint64" -> List.of("uint" + NumberFunctions.WRITTEN);
      case "add_double", "subtract_double", "multiply_double", "divide_double" -> {
        String name = overload.substring(0, overload.length() - ON_DOUBLES.length());
        yield List.of(
            name + NumberFunctions.LEFT,
            name + NumberFunctions.RIGHT,
            name + NumberFunctions.WRITTEN);
      }
      case "negate_double",
          "math_abs_double",
          "math_ceil_double",
          "math_floor_double",
          "math_round_double",
          "math_sign_double",
          "math_sqrt_double",
          "math_trunc_double" -> {
        String name = overload.substring(0, overload.length() - ON_DOUBLES.length());
        yield List.of(name + NumberFunctions.WRITTEN);
      }
      default -> List.of();
    };
  }
}
