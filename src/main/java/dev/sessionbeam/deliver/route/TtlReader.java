package dev.sessionbeam.deliver.route;

import dev.sessionbeam.definition.Durations;
import dev.sessionbeam.deliver.message.Source;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the setting {@code ttl}. A session must be kept for as long as deliveries about it may
 * come: otherwise an old one would bring back what is gone.
 */
final class TtlReader {
  private final @Nullable Source source;
  private final @Nullable RouteScopes scopes;
  private final Duration retries;

  /**
   * Creates a reader for one route.
   *
   * @param source null if it has a fault
   * @param scopes null if the definition is not known
   * @param retry null for the default
   * @param timeout null for the default
   */
  TtlReader(
      @Nullable Source source,
      @Nullable RouteScopes scopes,
      @Nullable RetrySettings retry,
      @Nullable Duration timeout) {
    this.source = source;
    this.scopes = scopes;
    this.retries =
        Objects.requireNonNullElse(retry, RetrySettings.DEFAULT)
            .longest(Objects.requireNonNullElse(timeout, Route.DEFAULT_TIMEOUT));
  }

  /** Returns how long after the end of a session a delivery about it may come. */
  Duration settleTime() {
    return scopes == null ? retries : retries.plus(scopes.lateness());
  }

  /** Returns the duration; or notes a fault and returns null. */
  @Nullable Duration read(RouteNode node) {
    Duration ttl = QuantityReader.duration(node);
    if (ttl == null
        || scopes == null
        || source != Source.SESSIONS
        || ttl.compareTo(settleTime()) >= 0) {
      return ttl;
    }
    node.fault(
        "'"
            + Durations.text(ttl)
            + "' is too short: a late event may change a session for "
            + Durations.text(scopes.lateness())
            + " (allowed_lateness and gap), and the retries of a delivery may take "
            + Durations.text(retries)
            + "; write "
            + Durations.text(settleTime())
            + " or more, or remove it to keep sessions for ever");
    return null;
  }
}
