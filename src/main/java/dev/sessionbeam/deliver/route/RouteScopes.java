package dev.sessionbeam.deliver.route;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.expression.ExpressionScope;
import java.io.Serializable;
import java.time.Duration;
import java.util.Set;

/**
 * What routes may name in the lines of a definition.
 *
 * @param events what conditions of events may name
 * @param sessions what conditions of sessions may name
 * @param fieldsOfSessions the fields that a session's line may have
 * @param lateness how long after its end a late event may change a session: the allowed lateness
 *     and the gap
 */
public record RouteScopes(
    ExpressionScope events,
    ExpressionScope sessions,
    Set<String> fieldsOfSessions,
    Duration lateness)
    implements Serializable {
  public RouteScopes {
    fieldsOfSessions = Set.copyOf(fieldsOfSessions);
  }

  public static RouteScopes of(Definition definition) {
    return new RouteScopes(
        definition.scopeOfEvents(),
        definition.scopeOfSessions(),
        definition.fieldsOfSessions(),
        definition.session().allowedLateness().plus(definition.session().gap()));
  }
}
