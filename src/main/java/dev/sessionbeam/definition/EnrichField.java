package dev.sessionbeam.definition;

import dev.sessionbeam.expression.Expression;
import java.io.Serializable;

/**
 * A field to add.
 *
 * @param name the field's name; it replaces a field of the record that has that name already
 * @param value what it holds; where that cannot be computed for a record, the field is left out
 */
public record EnrichField(String name, Expression value) implements Serializable {}
