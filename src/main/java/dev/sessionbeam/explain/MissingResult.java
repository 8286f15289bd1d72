package dev.sessionbeam.explain;

/**
 * An expression of the definition that has no value for a record.
 *
 * @param setting its place in the definition, such as {@code clean[0].when}
 * @param expression the expression
 * @param why the cause, for a person
 */
public record MissingResult(String setting, String expression, String why) {}
