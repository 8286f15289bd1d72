package dev.sessionbeam.deliver.route;

import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.json.JsonObject;
import dev.sessionbeam.json.JsonSyntaxException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the destinations of events and sessions. An event whose action no route lists costs one
 * look into a map; a line is parsed at most once, and only if a route has a condition or fields.
 *
 * <p>Not thread-safe: each instance of a step makes its own, and a new one if the routes change.
 */
public final class Routing {
  private final Routes routes;
  private final Map<String, List<RouteRule>> byAction = new HashMap<>();
  private final List<RouteRule> ofOtherActions;
  private final List<RouteRule> ofSessions;

  /**
   * A route that applies, and what is sent.
   *
   * @param body one JSON object, without a line break at its end; it may be the line itself, so it
   *     must not be changed
   */
  public record Choice(Route route, byte[] body) {}

  public Routing(Routes routes) {
    this.routes = routes;
    List<RouteRule> ofEvents = rules(Source.EVENTS);
    this.ofOtherActions = ofEvents.stream().filter(Routing::takesAll).toList();
    ofEvents.stream()
        .flatMap(rule -> rule.route().actions().stream())
        .distinct()
        .forEach(
            action ->
                byAction.put(
                    action,
                    ofEvents.stream()
                        .filter(it -> takesAll(it) || it.route().actions().contains(action))
                        .toList()));
    this.ofSessions = rules(Source.SESSIONS);
  }

  /** Returns the routes that this chooses from. */
  public Routes routes() {
    return routes;
  }

  /** Returns whether a route lists an action, whatever its condition is. */
  public boolean lists(String action) {
    return !ofAction(action).isEmpty();
  }

  /** Returns whether any destination receives sessions. */
  public boolean hasSessions() {
    return !ofSessions.isEmpty();
  }

  /**
   * Returns the routes that apply to an event, in the order of the file.
   *
   * @param action its action, as cleaned
   * @param line its line, enriched: one JSON object without a line break at its end
   * @param millis its instant, in milliseconds since the epoch
   */
  public List<Choice> ofEvent(String action, byte[] line, long millis) {
    List<RouteRule> rules = ofAction(action);
    return rules.isEmpty() ? List.of() : choose(rules, line, millis);
  }

  /**
   * Returns the routes that apply to a session, in the order of the file.
   *
   * @param line its line: one JSON object without a line break at its end
   */
  public List<Choice> ofSession(byte[] line) {
    return ofSessions.isEmpty() ? List.of() : choose(ofSessions, line, null);
  }

  private List<RouteRule> ofAction(String action) {
    List<RouteRule> rules = byAction.get(action);
    return rules == null ? ofOtherActions : rules;
  }

  private static List<Choice> choose(List<RouteRule> rules, byte[] line, @Nullable Long millis) {
    List<Choice> choices = new ArrayList<>(rules.size());
    JsonObject fields = null;
    Instant instant = null;
    for (RouteRule rule : rules) {
      if (rule.needsFields() && fields == null) {
        fields = parse(line);
        instant = millis == null ? null : Instant.ofEpochMilli(millis);
      }
      byte[] body =
          rule.needsFields() ? rule.body(Objects.requireNonNull(fields), instant, line) : line;
      if (body != null) {
        choices.add(new Choice(rule.route(), body));
      }
    }
    return choices;
  }

  private static JsonObject parse(byte[] line) {
    try {
      return JsonObject.parse(line);
    } catch (JsonSyntaxException e) {
      throw new IllegalStateException("a line that this pipeline wrote is not JSON", e);
    }
  }

  /** Makes the rules once, because each compiles its condition. */
  private List<RouteRule> rules(Source source) {
    return routes.all().stream()
        .filter(route -> route.source() == source)
        .map(RouteRule::new)
        .toList();
  }

  private static boolean takesAll(RouteRule rule) {
    return rule.route().actions().isEmpty();
  }
}
