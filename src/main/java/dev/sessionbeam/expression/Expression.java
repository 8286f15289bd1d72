package dev.sessionbeam.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelUnknownSet;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonValue;
import dev.sessionbeam.json.Rfc3339;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A condition or a derived value over a record, in <a href="https://cel.dev">CEL</a>. It is checked
 * when it is created. It is compiled again in each process that it is sent to, because CEL programs
 * are not serializable.
 *
 * <p>A field that a record lacks is null. If an expression cannot be computed for a record (a type
 * does not match, or a number does not parse), it has no value, and a condition does not hold. So
 * an unusual record does not stop the pipeline.
 */
public final class Expression implements Serializable {
  private static final Set<CelType> TIMES =
      Set.of(
          SimpleType.TIMESTAMP,
          SimpleType.INT,
          SimpleType.UINT,
          SimpleType.DOUBLE,
          SimpleType.STRING);

  private final String text;
  private final ExpressionScope scope;
  private transient @Nullable Compiled compiled;

  private Expression(String text, ExpressionScope scope) {
    this.text = text;
    this.scope = scope;
  }

  /**
   * Returns an expression that is true or false.
   *
   * @throws InvalidExpressionException if the text is not a condition; it has all faults
   */
  public static Expression condition(String text, ExpressionScope scope)
      throws InvalidExpressionException {
    CelType type = check(text, scope).getResultType();
    if (!type.equals(SimpleType.BOOL) && !type.equals(SimpleType.DYN)) {
      throw new InvalidExpressionException(
          List.of(
              "a condition must be true or false, but this expression has the type "
                  + type.name()));
    }
    return new Expression(text, scope);
  }

  /**
   * Returns an expression that computes a value.
   *
   * @throws InvalidExpressionException if the text is not an expression; it has all faults
   */
  public static Expression value(String text, ExpressionScope scope)
      throws InvalidExpressionException {
    check(text, scope);
    return new Expression(text, scope);
  }

  /**
   * Returns an expression that computes a text.
   *
   * @throws InvalidExpressionException if the text is not an expression, or one of another type; it
   *     has all faults
   */
  public static Expression text(String text, ExpressionScope scope)
      throws InvalidExpressionException {
    return typed(
        text, scope, Set.of(SimpleType.STRING), "text. string(…) turns a number into its digits");
  }

  /**
   * Returns an expression that computes a time: a timestamp, or a value in some format.
   *
   * @throws InvalidExpressionException if the text is not an expression, or one of another type; it
   *     has all faults
   */
  public static Expression time(String text, ExpressionScope scope)
      throws InvalidExpressionException {
    return typed(text, scope, TIMES, "a timestamp, a number or a text");
  }

  private static Expression typed(
      String text, ExpressionScope scope, Set<CelType> allowed, String needed)
      throws InvalidExpressionException {
    CelType type = check(text, scope).getResultType();
    if (!allowed.contains(type) && !type.equals(SimpleType.DYN)) {
      throw new InvalidExpressionException(
          List.of("has the type " + type.name() + ", but must be " + needed));
    }
    return new Expression(text, scope);
  }

  private static CelAbstractSyntaxTree check(String text, ExpressionScope scope)
      throws InvalidExpressionException {
    CelValidationResult result = Cel.compiler(scope).compile(text);
    if (result.hasError()) {
      throw new InvalidExpressionException(
          result.getErrors().stream()
              .map((CelIssue issue) -> CompilerFault.of(issue, scope))
              .toList());
    }
    try {
      return result.getAst();
    } catch (CelValidationException e) {
      throw new InvalidExpressionException(List.of(e.getMessage()));
    }
  }

  /** Returns the expression as it was written. */
  public String text() {
    return text;
  }

  /** Returns whether the condition holds for a record. */
  public boolean holds(JsonObject fields, @Nullable Instant instant) {
    return Boolean.TRUE.equals(compiled().conditions.get(fields, instant));
  }

  /** Returns whether the condition holds for a record, or has no value. */
  public boolean mayHold(JsonObject fields, @Nullable Instant instant) {
    JsonValue value = evaluate(fields, instant);
    return value == null || !value.text().equals("false");
  }

  /** Returns the value for a record, or null if it cannot be computed or has no JSON form. */
  public @Nullable JsonValue evaluate(JsonObject fields, @Nullable Instant instant) {
    return compiled().values.get(fields, instant);
  }

  private Compiled compiled() {
    Compiled ready = compiled;
    if (ready == null) {
      try {
        ready = new Compiled(check(text, scope), scope);
      } catch (InvalidExpressionException | CelEvaluationException e) {
        throw new IllegalStateException(
            "cannot compile an expression that was valid when it was created: " + text, e);
      }
      compiled = ready;
    }
    return ready;
  }

  /** The compiled expression, with remembered results. */
  private static final class Compiled {
    private final CelRuntime.Program program;
    private final ResultCache<Boolean> conditions;
    private final ResultCache<JsonValue> values;

    Compiled(CelAbstractSyntaxTree tree, ExpressionScope scope) throws CelEvaluationException {
      program = Cel.runtime().createProgram(tree);
      ExpressionInputs inputs = ExpressionInputs.of(tree, scope);
      conditions = new ResultCache<>(inputs, this::condition);
      values =
          new ResultCache<>(
              inputs, inputs.areOnlyWrittenOut() ? Compiled::writtenOut : this::value);
    }

    private @Nullable Object compute(JsonObject fields, @Nullable Instant instant) {
      try {
        return program.eval(new RecordVariables(fields, instant));
      } catch (CelEvaluationException e) {
        return null;
      }
    }

    private Boolean condition(JsonObject fields, @Nullable Instant instant) {
      return Boolean.TRUE.equals(compute(fields, instant));
    }

    private @Nullable JsonValue value(JsonObject fields, @Nullable Instant instant) {
      Object result = compute(fields, instant);
      return result == null || result instanceof CelUnknownSet ? null : JsonResult.of(result);
    }

    private static @Nullable JsonValue writtenOut(JsonObject fields, @Nullable Instant instant) {
      return instant == null ? null : JsonValue.ofPlain(Rfc3339.format(instant));
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
