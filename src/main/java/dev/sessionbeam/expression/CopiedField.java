package dev.sessionbeam.expression;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.parser.Operator;
import dev.sessionbeam.json.FieldPath;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An expression that only copies a field: {@code a}, {@code a.b}, {@code a['b']}, {@code this.a} or
 * {@code this}. The copy is the field as it is written in the record, to the digit.
 */
final class CopiedField {
  private static final JsonValue NULL = JsonValue.ofText("null");

  /** Null for the whole record. */
  private final @Nullable FieldPath path;

  /** Whether the value of a missing field is null; otherwise there is no value. */
  private final boolean missingIsNull;

  private CopiedField(@Nullable FieldPath path, boolean missingIsNull) {
    this.path = path;
    this.missingIsNull = missingIsNull;
  }

  /** Returns the field that an expression copies, or null if the expression does more. */
  static @Nullable CopiedField of(CelExpr expression, ExpressionScope scope) {
    List<String> names = new ArrayList<>();
    if (!isPath(expression, names) || names.contains("")) {
      return null;
    }
    boolean ofThis = names.get(0).equals(ExpressionScope.THIS);
    if (!ofThis && !scope.names().contains(names.get(0))) {
      return null;
    }
    List<String> segments = ofThis ? names.subList(1, names.size()) : names;
    return new CopiedField(
        segments.isEmpty() ? null : new FieldPath(segments), !ofThis && segments.size() == 1);
  }

  /** Returns whether the expression is a path, and adds its names, from the outermost one on. */
  private static boolean isPath(CelExpr expression, List<String> names) {
    return switch (expression.getKind()) {
      case IDENT -> names.add(expression.ident().name());
      case SELECT ->
          !expression.select().testOnly()
              && isPath(expression.select().operand(), names)
              && names.add(expression.select().field());
      case CALL -> isIndex(expression.call(), names);
      default -> false;
    };
  }

  private static boolean isIndex(CelCall call, List<String> names) {
    String key = call.function().equals(Operator.INDEX.getFunction()) ? key(call) : null;
    return key != null && isPath(call.args().get(0), names) && names.add(key);
  }

  private static @Nullable String key(CelCall index) {
    CelConstant constant = index.args().get(1).constantOrDefault();
    return constant.getKind() == CelConstant.Kind.STRING_VALUE ? constant.stringValue() : null;
  }

  /** Returns whether the copy needs no search in a nested object. */
  boolean isTopLevel() {
    return path == null || path.isTopLevel();
  }

  /** Returns the field's value in a record, or null if there is none or it is too large. */
  @Nullable JsonValue in(JsonObject record) {
    JsonValue value = path == null ? record.toValue() : record.get(path);
    if (value == null) {
      return missingIsNull ? NULL : null;
    }
    return value.length() <= Limits.MAX_SIZE ? value : null;
  }
}
