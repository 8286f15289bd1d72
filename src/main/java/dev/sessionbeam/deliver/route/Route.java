package dev.sessionbeam.deliver.route;

import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.expression.Expression;
import java.io.Serializable;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A destination, what goes to it, and how. See docs/deliver.md for each setting.
 *
 * @param name its name, unique among the routes
 * @param arn its ARN; null if it has a URL
 * @param url its URL; null if it has an ARN
 * @param source what it receives
 * @param actions the actions whose events it receives; empty for all, and for sessions
 * @param condition what must hold for the event or the session; null for no condition
 * @param fields the fields that are sent, in this order; null for the whole line
 * @param mode how the connector sends, such as {@code wait}; null for its default
 * @param timeout how long one attempt may take
 * @param maxInFlight how many deliveries of the whole job may be under way at once; 1 or more
 * @param rateLimit the most deliveries a second of the whole job; 0 for no limit
 * @param auth the header of a webhook that proves who sends; null for none
 * @param endpoint where the service is, instead of AWS's own address; null for AWS's own
 * @param deadLetter the ARN of a queue or topic, or the URL of a queue, for dead letters; null for
 *     the folder {@code undelivered/}
 * @param ttl how long the destination keeps what it gets; null for ever. Only a table has it
 * @param settleTime how long after the end of a session a delivery about it may come for the last
 *     time: while late events may change it, and then while it is sent again. Without the former
 *     where the definition is not known
 */
public record Route(
    String name,
    @Nullable String arn,
    @Nullable URI url,
    Source source,
    Set<String> actions,
    @Nullable Expression condition,
    @Nullable List<String> fields,
    @Nullable String mode,
    RetrySettings retry,
    Duration timeout,
    int maxInFlight,
    double rateLimit,
    @Nullable Authentication auth,
    @Nullable URI endpoint,
    @Nullable String deadLetter,
    @Nullable Duration ttl,
    Duration settleTime)
    implements Serializable {
  /** How long an attempt may take where a route says nothing. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  /** How many deliveries may be under way where a route says nothing. */
  public static final int DEFAULT_IN_FLIGHT = 64;

  /** How long it may take to open a connector, beside the time of an attempt. */
  public static final Duration OPENING = Duration.ofMinutes(1);

  /** Creates a route without a {@code ttl}. */
  public Route(
      String name,
      @Nullable String arn,
      @Nullable URI url,
      Source source,
      Set<String> actions,
      @Nullable Expression condition,
      @Nullable List<String> fields,
      @Nullable String mode,
      RetrySettings retry,
      Duration timeout,
      int maxInFlight,
      double rateLimit,
      @Nullable Authentication auth,
      @Nullable URI endpoint,
      @Nullable String deadLetter) {
    this(
        name,
        arn,
        url,
        source,
        actions,
        condition,
        fields,
        mode,
        retry,
        timeout,
        maxInFlight,
        rateLimit,
        auth,
        endpoint,
        deadLetter,
        null,
        Duration.ZERO);
  }

  /** Returns a route with the defaults of every setting that is not needed. */
  public static Route to(String name, @Nullable String arn, @Nullable URI url) {
    return to(name, arn, url, null);
  }

  /** Returns a route with defaults, to a service at an endpoint; null for AWS's own address. */
  public static Route to(
      String name, @Nullable String arn, @Nullable URI url, @Nullable URI endpoint) {
    return new Route(
        name,
        arn,
        url,
        Source.EVENTS,
        Set.of(),
        null,
        null,
        null,
        RetrySettings.DEFAULT,
        DEFAULT_TIMEOUT,
        DEFAULT_IN_FLIGHT,
        0,
        null,
        endpoint,
        null);
  }
}
