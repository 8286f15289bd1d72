package dev.sessionbeam.deliver.route;

import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.expression.Expression;
import dev.sessionbeam.expression.InvalidExpressionException;
import dev.sessionbeam.json.Text;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one route: a destination, what goes to it, and how. */
final class RouteReader {
  static final String NAME = "destination_name";

  private static final String ARN = "destination_arn";
  private static final String URL = "destination_url";
  private static final List<String> SETTINGS =
      List.of(
          NAME,
          ARN,
          URL,
          "enabled_events",
          "source",
          "condition",
          "fields",
          "mode",
          "retry",
          "timeout",
          "max_in_flight",
          "rate_limit",
          "auth",
          "endpoint",
          "dead_letter",
          "ttl");

  /** Names are in metrics, and in the attributes of messages. */
  private static final int LONGEST_NAME = 100;

  /** The advice of expressions for an unknown field. The fields of a session are fixed. */
  private static final String OF_EVENTS =
      ". To use another field of the record, add it to event.fields";

  private final @Nullable RouteScopes scopes;
  private final RouteFaults faults;

  /**
   * Creates a reader.
   *
   * @param scopes what conditions and fields may name; null if that is not known, so that only
   *     their types are checked
   */
  RouteReader(@Nullable RouteScopes scopes, RouteFaults faults) {
    this.scopes = scopes;
    this.faults = faults;
  }

  /** Returns the route; or notes its faults and returns null. */
  @Nullable Route read(RouteNode node) {
    int before = faults.count();
    RouteObject route = node.object(SETTINGS);
    if (route == null) {
      return null;
    }
    String name = name(route.required(NAME));
    checkDestination(route);
    Source source = route.has("source") ? route.read("source", RouteReader::source) : Source.EVENTS;
    Set<String> actions = new EnabledEventsReader(source).read(route);
    RetrySettings retry = route.read("retry", RetryReader::read);
    Duration timeout = route.read("timeout", QuantityReader::duration);
    Integer maxInFlight = route.read("max_in_flight", QuantityReader::positive);
    Double rateLimit = route.read("rate_limit", QuantityReader::rate);
    String arn = route.read(ARN, AddressReader::arn);
    URI url = route.read(URL, AddressReader::url);
    Expression condition = route.read("condition", it -> condition(it, name, source));
    List<String> fields =
        route.read(
            "fields",
            it ->
                FieldsReader.read(
                    it,
                    source == Source.SESSIONS && scopes != null
                        ? scopes.fieldsOfSessions()
                        : null));
    String mode = route.read("mode", RouteNode::text);
    Authentication auth = route.read("auth", AuthenticationReader::read);
    URI endpoint = route.read("endpoint", AddressReader::url);
    String deadLetter = route.read("dead_letter", AddressReader::deadLetter);
    TtlReader expiry = new TtlReader(source, scopes, retry, timeout);
    Duration ttl = route.read("ttl", expiry::read);
    return faults.count() > before || name == null || source == null
        ? null
        : new Route(
            name,
            arn,
            url,
            source,
            actions,
            condition,
            fields,
            mode,
            Objects.requireNonNullElse(retry, RetrySettings.DEFAULT),
            Objects.requireNonNullElse(timeout, Route.DEFAULT_TIMEOUT),
            Objects.requireNonNullElse(maxInFlight, Route.DEFAULT_IN_FLIGHT),
            Objects.requireNonNullElse(rateLimit, 0.0),
            auth,
            endpoint,
            deadLetter,
            ttl,
            expiry.settleTime());
  }

  private static @Nullable String name(@Nullable RouteNode node) {
    String name = node == null ? null : node.text();
    if (node == null || name == null) {
      return null;
    }
    if (name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
      node.fault("must have at most " + LONGEST_NAME + " characters, and no control characters");
      return null;
    }
    if (!Text.trim(name).equals(name)) {
      node.fault("has white space at an end: remove it");
      return null;
    }
    return name;
  }

  private static void checkDestination(RouteObject route) {
    if (route.has(ARN) && route.has(URL)) {
      route.fault(ARN + " and " + URL + ": give one of them");
    } else if (!route.has(ARN) && !route.has(URL)) {
      route.fault(ARN + " or " + URL + " is missing: it says where the destination is");
    }
    RouteNode auth = route.get("auth");
    if (auth != null && !route.has(URL)) {
      auth.fault("is for " + URL + ": with an ARN, AWS's own credentials are used; remove it");
    }
  }

  private static @Nullable Source source(RouteNode node) {
    String source = node.oneOf(List.of(Source.EVENTS.code(), Source.SESSIONS.code()));
    return source == null
        ? null
        : source.equals(Source.EVENTS.code()) ? Source.EVENTS : Source.SESSIONS;
  }

  private @Nullable Expression condition(
      RouteNode node, @Nullable String name, @Nullable Source source) {
    String text = node.text();
    if (text == null || scopes == null || source == null) {
      return null;
    }
    try {
      return Expression.condition(
              text, source == Source.EVENTS ? scopes.events() : scopes.sessions())
          .at("routes." + name + ".condition");
    } catch (InvalidExpressionException e) {
      e.faults().stream()
          .map(fault -> source == Source.EVENTS ? fault : fault.replace(OF_EVENTS, ""))
          .forEach(node::fault);
      return null;
    }
  }
}
