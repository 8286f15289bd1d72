package dev.sessionbeam.deliver.connect;

import dev.sessionbeam.deliver.route.Route;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Opens the way to where a route's dead letters go: a queue of SQS, or a topic of SNS. */
public final class DeadLetterQueues {
  private static final String SQS = "sqs";
  private static final String SNS = "sns";
  private static final String EXAMPLE = "arn:aws:sqs:eu-west-1:123456789012:orders-failed";

  private DeadLetterQueues() {}

  /**
   * Opens the queue of a route. The caller closes it.
   *
   * @return empty if the route has no {@code dead_letter}: its dead letters are lines in {@code
   *     undelivered/}
   */
  public static Optional<DeadLetterQueue> open(Route route) {
    String to = route.deadLetter();
    if (to == null) {
      return Optional.empty();
    }
    URI endpoint = endpoint(route);
    return Optional.of(
        new TextDeadLetterQueue(
            ArnCheck.isOf(SNS, to)
                ? new SnsSender(to, endpoint, route)
                : new SqsSender(SqsAddress.of(to, endpoint).orElseThrow(), route)));
  }

  /** Returns the faults of a route's {@code dead_letter}; it connects to nothing. */
  public static List<String> check(Route route) {
    String to = route.deadLetter();
    if (to == null) {
      return List.of();
    }
    if (ArnCheck.isOf(SQS, to) || ArnCheck.isOf(SNS, to)) {
      return ArnCheck.fault("dead_letter", to, EXAMPLE).stream().toList();
    }
    return to.startsWith("http") && SqsAddress.of(to, null).isPresent()
        ? List.of()
        : List.of(
            "dead_letter: must be the ARN of a queue of SQS or of a topic of SNS, or the URL of a"
                + " queue; write it like "
                + EXAMPLE);
  }

  /**
   * Returns where the service of a route's dead letters is; null for AWS's own address.
   *
   * <p>The route's endpoint is that of its destination's service. It is used for dead letters if
   * that is the same service, or if it is on this machine, where one server may stand for all
   * services. A route without a destination has only the way of dead letters, so its endpoint is
   * theirs.
   */
  public static @Nullable URI endpoint(Route route) {
    URI endpoint = route.endpoint();
    String to = route.deadLetter();
    if (endpoint == null || to == null || (route.arn() == null && route.url() == null)) {
      return endpoint;
    }
    boolean isSame =
        Stream.of(SQS, SNS)
            .anyMatch(service -> ArnCheck.isOf(service, to) && ArnCheck.isOf(service, route.arn()));
    return isSame || Addresses.isLoopback(endpoint) ? endpoint : null;
  }
}
