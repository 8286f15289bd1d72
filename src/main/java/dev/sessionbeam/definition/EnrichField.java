package dev.sessionbeam.definition;

import dev.sessionbeam.expression.Expression;
import java.io.Serializable;

/**
 * A field that enrichment adds to an event.
 *
 * @param name the field's name; it replaces a field of the record that already has that name
 * @param value the field's value; if it cannot be computed for a record, the field is left out
 */
public record EnrichField(String name, Expression value) implements Serializable {}
