package dev.sessionbeam.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelUnknownSet;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonValue;
import dev.sessionbeam.json.Rfc3339;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
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
  private final String text;
  private final ExpressionScope scope;
  private final String place;
  private transient @Nullable Compiled compiled;

  private Expression(String text, ExpressionScope scope, String place) {
    this.text = text;
    this.scope = scope;
    this.place = place;
  }

  /**
   * Returns an expression that is true or false.
   *
   * @throws InvalidExpressionException if the text is not a condition; it has all faults
   */
  public static Expression condition(String text, ExpressionScope scope)
      throws InvalidExpressionException {
    ExpressionCheck.condition(text, scope);
    return new Expression(text, scope, "");
  }

  /**
   * Returns an expression that computes a value.
   *
   * @throws InvalidExpressionException if the text is not an expression; it has all faults
   */
  public static Expression value(String text, ExpressionScope scope)
      throws InvalidExpressionException {
    ExpressionCheck.value(text, scope);
    return new Expression(text, scope, "");
  }

  /**
   * Returns an expression that computes a text.
   *
   * @throws InvalidExpressionException if the text is not an expression, or one of another type; it
   *     has all faults
   */
  public static Expression text(String text, ExpressionScope scope)
      throws InvalidExpressionException {
    ExpressionCheck.text(text, scope);
    return new Expression(text, scope, "");
  }

  /**
   * Returns an expression that computes a time: a timestamp, or a value in some format.
   *
   * @throws InvalidExpressionException if the text is not an expression, or one of another type; it
   *     has all faults
   */
  public static Expression time(String text, ExpressionScope scope)
      throws InvalidExpressionException {
    ExpressionCheck.time(text, scope);
    return new Expression(text, scope, "");
  }

  /**
   * Returns this expression with its place in a definition.
   *
   * @param setting the setting that has the expression, such as {@code session.opening}
   */
  public Expression at(String setting) {
    return new Expression(text, scope, setting);
  }

  /** Returns the expression's place in the definition; empty if it has none. */
  public String place() {
    return place;
  }

  /** Returns the expression as it was written. */
  public String text() {
    return text;
  }

  /** Returns whether the condition holds for a record. */
  public boolean holds(JsonObject fields, @Nullable Instant instant) {
    return Boolean.TRUE.equals(test(fields, instant));
  }

  /**
   * Returns whether the condition is true or false for a record, or null if it cannot be computed
   * or is neither.
   */
  public @Nullable Boolean test(JsonObject fields, @Nullable Instant instant) {
    return compiled().conditions.get(fields, instant);
  }

  /**
   * Returns the value for a record, or null if it cannot be computed, is too large, or has no JSON
   * form.
   */
  public @Nullable JsonValue evaluate(JsonObject fields, @Nullable Instant instant) {
    Compiled ready = compiled();
    return ready.direct == null ? ready.values.get(fields, instant) : ready.direct.in(fields);
  }

  /**
   * Returns the value for a record, or null if it cannot be computed, is too large, or has no JSON
   * form.
   *
   * @param source what a stream knows of the record
   */
  public @Nullable JsonValue evaluateRole(JsonObject fields, SourceValues source) {
    Compiled ready = compiled();
    return ready.usesSource ? ready.value(fields, null, source) : evaluate(fields, null);
  }

  /** Returns the value for a record as {@link #evaluateRole} does, but a timestamp as it is. */
  public @Nullable ExpressionValue evaluateTime(JsonObject fields, SourceValues source) {
    Object result = compiled().compute(fields, null, source);
    if (result instanceof Instant timestamp) {
      return new ExpressionValue(timestamp, null);
    }
    JsonValue json = Compiled.json(result);
    return json == null ? null : new ExpressionValue(null, json);
  }

  /**
   * Returns why the expression has no value for a record; null if it has one. It evaluates the
   * expression again, and is meant for a person who asks.
   *
   * @param condition whether the value must be true or false
   */
  public @Nullable String whyNoValue(
      JsonObject fields, @Nullable Instant instant, boolean condition) {
    return compiled().whyNoValue(fields, instant, condition);
  }

  /** Returns whether the expression reads what a stream knows of a record. */
  public boolean usesSource() {
    return compiled().usesSource;
  }

  /** Returns the type of the values. */
  public ResultType resultType() {
    return compiled().type;
  }

  private Compiled compiled() {
    Compiled ready = compiled;
    if (ready == null) {
      try {
        ready = new Compiled(ExpressionCheck.compile(text, scope), scope);
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
    private final ResultType type;
    private final @Nullable CopiedField direct;
    private final boolean usesSource;
    private final List<String> read;
    private final ResultCache<Boolean> conditions;
    private final ResultCache<JsonValue> values;

    Compiled(CelAbstractSyntaxTree tree, ExpressionScope scope) throws CelEvaluationException {
      program = Cel.runtime().createProgram(tree);
      type = ResultType.of(tree.getResultType());
      ExpressionInputs inputs = ExpressionInputs.of(tree, scope);
      usesSource = inputs.source();
      read = inputs.fields();
      CopiedField copied = CopiedField.of(tree.getExpr(), scope);
      direct = copied != null && copied.isTopLevel() ? copied : null;
      conditions = new ResultCache<>(inputs, this::condition);
      values = new ResultCache<>(inputs, computation(inputs, copied));
    }

    private ResultCache.Computation<JsonValue> computation(
        ExpressionInputs inputs, @Nullable CopiedField copied) {
      if (copied != null) {
        return (fields, instant) -> copied.in(fields);
      }
      return inputs.areOnlyWrittenOut() ? Compiled::writtenOut : this::value;
    }

    private @Nullable Object compute(
        JsonObject fields, @Nullable Instant instant, SourceValues source) {
      Limits.begin();
      try {
        return program.eval(new RecordVariables(fields, instant, source));
      } catch (CelEvaluationException e) {
        return null;
      }
    }

    @Nullable String whyNoValue(JsonObject fields, @Nullable Instant instant, boolean condition) {
      Limits.begin();
      try {
        Object result = program.eval(new RecordVariables(fields, instant, SourceValues.NONE));
        return condition
            ? MissingValue.ofCondition(result)
            : MissingValue.of(result, direct == null ? json(result) : direct.in(fields));
      } catch (CelEvaluationException e) {
        return MissingValue.of(e, read, fields);
      }
    }

    private @Nullable Boolean condition(JsonObject fields, @Nullable Instant instant) {
      return compute(fields, instant, SourceValues.NONE) instanceof Boolean result ? result : null;
    }

    private @Nullable JsonValue value(JsonObject fields, @Nullable Instant instant) {
      return value(fields, instant, SourceValues.NONE);
    }

    private @Nullable JsonValue value(
        JsonObject fields, @Nullable Instant instant, SourceValues source) {
      return json(compute(fields, instant, source));
    }

    private static @Nullable JsonValue json(@Nullable Object result) {
      return result == null || result instanceof CelUnknownSet ? null : JsonResult.of(result);
    }

    private static @Nullable JsonValue writtenOut(JsonObject fields, @Nullable Instant instant) {
      return instant == null ? null : Rfc3339.toJson(instant);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
