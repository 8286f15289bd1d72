package dev.sessionbeam.definition;

import dev.sessionbeam.event.Roles;
import java.io.Serializable;
import java.util.List;

/**
 * A pipeline as its YAML says it: typed, checked, ready to run.
 *
 * @param name the pipeline's own name
 * @param roles which fields play which part
 * @param fields further fields of the record that expressions name, in order
 * @param checks what a valid record has to satisfy beside its roles, in order
 * @param cleaning the rules that mend values, in order
 * @param enrichment the fields to add, in order; a later one may use an earlier one
 * @param session when a session starts
 * @param output how results are laid out
 */
public record Definition(
    String name,
    Roles roles,
    List<String> fields,
    List<Check> checks,
    List<CleanRule> cleaning,
    List<EnrichField> enrichment,
    SessionSettings session,
    OutputSettings output)
    implements Serializable {
  public Definition {
    fields = List.copyOf(fields);
    checks = List.copyOf(checks);
    cleaning = List.copyOf(cleaning);
    enrichment = List.copyOf(enrichment);
  }
}
