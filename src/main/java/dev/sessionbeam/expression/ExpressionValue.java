package dev.sessionbeam.expression;

import dev.sessionbeam.json.JsonValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an expression gave for a record: a timestamp, or a value with a JSON form.
 *
 * @param timestamp null if the value is not a timestamp
 * @param json null if the value is a timestamp
 */
public record ExpressionValue(@Nullable Instant timestamp, @Nullable JsonValue json) {}
