package dev.sessionbeam.definition;

import dev.sessionbeam.definition.table.Tables;
import dev.sessionbeam.expression.Expression;
import dev.sessionbeam.expression.ExpressionScope;
import dev.sessionbeam.json.FieldPath;
import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline definition: the typed and checked settings of its YAML file.
 *
 * @param name the name of the pipeline
 * @param roles the fields that have roles
 * @param fields more fields of the record that expressions name, in order
 * @param checks the checks that a valid record must pass in addition to its roles, in order
 * @param cleaning the rules that correct values, in order
 * @param keep the condition for events to keep; null keeps all
 * @param enrichment the fields to add, in order; a later field may use an earlier one
 * @param session the settings of sessions
 * @param output the partition, the format and the columns of results
 * @param unwrap the path to the array whose elements are the records, and from there to the record
 *     in an element; null if a record is never unwrapped
 * @param names the names that a condition over an enriched event may use
 */
public record Definition(
    String name,
    Roles roles,
    List<String> fields,
    List<ValidationCheck> checks,
    List<CleanRule> cleaning,
    @Nullable Expression keep,
    List<EnrichField> enrichment,
    SessionSettings session,
    OutputSettings output,
    @Nullable FieldPath unwrap,
    Set<String> names)
    implements Serializable {
  public Definition {
    fields = List.copyOf(fields);
    checks = List.copyOf(checks);
    cleaning = List.copyOf(cleaning);
    enrichment = List.copyOf(enrichment);
    names = Set.copyOf(names);
  }

  /** Returns the scope of a condition over an enriched event. */
  public ExpressionScope scopeOfEvents() {
    return ExpressionScope.of(names, true);
  }

  /** Returns the scope of a condition over the line of a session. */
  public ExpressionScope scopeOfSessions() {
    return ExpressionScope.of(
        fieldsOfSessions().stream()
            .filter(KnownFields::isVariable)
            .collect(Collectors.toUnmodifiableSet()),
        false);
  }

  /** Returns the tables of the results: the typed columns of each dataset. */
  public Tables tables() {
    return TableLayout.of(roles, enrichment, output.columns());
  }

  /** Returns the names of the fields that the line of a session may have. */
  public Set<String> fieldsOfSessions() {
    Set<String> fields = new TreeSet<>(OutputSettings.SESSION_LINE);
    fields.add(roles.machineInSessions().head());
    return fields;
  }
}
