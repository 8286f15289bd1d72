package dev.sessionbeam.output.row;

import org.jspecify.annotations.Nullable;

/**
 * A row of a table.
 *
 * @param values the value of each column, in the order of the table; null for NULL. By the type of
 *     the column: {@code byte[]} in UTF-8 (string, json), {@code Long} (int64; timestamp, in
 *     milliseconds since the epoch), {@code Double}, {@code BigDecimal} with the scale of the type,
 *     {@code Boolean}, {@code Map<String, Long>}, {@code List<String>}
 * @param rest the JSON of what the columns do not give back, in UTF-8; null if they give back all
 */
public record Row(@Nullable Object[] values, byte @Nullable [] rest) {}
