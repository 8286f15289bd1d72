package dev.sessionbeam.deliver.connect;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;

/**
 * Where a queue is.
 *
 * @param account whose queue it is; null for that of the credentials
 * @param url null if it is not known yet
 * @param region null for the default of the environment
 * @param endpoint null for AWS's own
 */
record SqsAddress(
    String name,
    @Nullable String account,
    @Nullable String url,
    @Nullable Region region,
    @Nullable URI endpoint) {
  private static final Pattern PATH = Pattern.compile("(?:/([0-9]+))?(?:/queue)?/([^/]+)");
  private static final Pattern REGION = Pattern.compile("\\b[a-z]{2}(?:-[a-z]+)+-[0-9]\\b");

  /**
   * Reads the ARN or the URL of a queue.
   *
   * @param endpoint where the service is, if the text is an ARN; null for AWS's own
   * @return empty if the text is neither
   */
  static Optional<SqsAddress> of(String arnOrUrl, @Nullable URI endpoint) {
    return arnOrUrl.startsWith("http") ? ofUrl(arnOrUrl) : ofArn(arnOrUrl, endpoint);
  }

  private static Optional<SqsAddress> ofArn(String text, @Nullable URI endpoint) {
    return AwsClients.arn(text)
        .filter(arn -> arn.service().equals("sqs"))
        .map(
            arn ->
                new SqsAddress(
                    arn.resourceAsString(),
                    arn.accountId().filter(id -> !id.isEmpty()).orElse(null),
                    null,
                    arn.region().filter(id -> !id.isEmpty()).map(Region::of).orElse(null),
                    endpoint));
  }

  private static Optional<SqsAddress> ofUrl(String text) {
    URI url;
    try {
      url = URI.create(text);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    Matcher path = PATH.matcher(String.valueOf(url.getPath()));
    if (!Addresses.isSafe(url) || !path.matches()) {
      return Optional.empty();
    }
    Matcher region = REGION.matcher(url.getHost());
    return Optional.of(
        new SqsAddress(
            path.group(2),
            path.group(1),
            text,
            region.find() ? Region.of(region.group()) : null,
            URI.create(url.getScheme() + "://" + url.getRawAuthority())));
  }

  /** Whether the queue keeps an order. */
  boolean isFifo() {
    return name.endsWith(".fifo");
  }
}
