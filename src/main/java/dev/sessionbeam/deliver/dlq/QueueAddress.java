package dev.sessionbeam.deliver.dlq;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a queue is.
 *
 * @param url its URL; null if only its ARN is known
 * @param account the AWS account that owns it; empty if only its URL is known
 * @param name its name; empty if only its URL is known
 * @param region its AWS region; null if the address does not have it
 * @param server the server that is not AWS; null for AWS
 */
record QueueAddress(
    @Nullable String url,
    String account,
    String name,
    @Nullable String region,
    @Nullable URI server) {
  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:sqs:([a-z0-9-]+):([0-9]+):([A-Za-z0-9_-]+(?:\\.fifo)?)");

  private static final Pattern AWS_HOST =
      Pattern.compile("(?:sqs\\.([a-z0-9-]+)|([a-z0-9-]+)\\.queue)\\.amazonaws\\.com(?:\\.cn)?");

  /** In the host of an AWS endpoint in a network of the user's own. */
  private static final Pattern REGION = Pattern.compile("\\.sqs\\.([a-z0-9-]+)\\.vpce\\.");

  /**
   * Reads a queue's ARN or URL.
   *
   * @param endpoint the server to ask instead of AWS; null for AWS, or for the server of the URL
   * @throws IllegalArgumentException if it is neither; the message says what to write
   */
  static QueueAddress of(String queue, @Nullable URI endpoint) {
    Matcher arn = ARN.matcher(queue);
    if (arn.matches()) {
      return new QueueAddress(null, arn.group(2), arn.group(3), arn.group(1), endpoint);
    }
    if (queue.startsWith("arn:")) {
      throw new IllegalArgumentException(ofArn(queue));
    }
    URI url = url(queue);
    Matcher aws = AWS_HOST.matcher(String.valueOf(url.getHost()));
    if (aws.matches()) {
      String region = aws.group(1) == null ? aws.group(2) : aws.group(1);
      return new QueueAddress(queue, "", "", region, endpoint);
    }
    URI server = URI.create(url.getScheme() + "://" + url.getRawAuthority());
    Matcher region = REGION.matcher(url.getHost());
    return new QueueAddress(
        queue,
        "",
        "",
        region.find() ? region.group(1) : null,
        endpoint == null ? server : endpoint);
  }

  private static String ofArn(String arn) {
    return arn.contains(":sns:")
        ? "'"
            + arn
            + "' is an SNS topic, which keeps no messages: give a queue that subscribes to it"
        : "'"
            + arn
            + "' is not the ARN of a queue: write it like arn:aws:sqs:eu-central-1:123456789012:dead-letters";
  }

  private static URI url(String queue) {
    try {
      URI url = new URI(queue);
      String scheme = String.valueOf(url.getScheme());
      boolean complete =
          url.getHost() != null && url.getPath() != null && url.getPath().length() > 1;
      if (complete && (scheme.equals("https") || (scheme.equals("http") && isLoopback(url)))) {
        return url;
      }
      if (complete && scheme.equals("http")) {
        throw new IllegalArgumentException("'" + queue + "' must begin with https://");
      }
    } catch (URISyntaxException e) {
      // The same as any other text that is not a URL.
    }
    throw new IllegalArgumentException(
        "'"
            + queue
            + "' is neither the URL nor the ARN of a queue: write it like"
            + " https://sqs.eu-central-1.amazonaws.com/123456789012/dead-letters");
  }

  /** Whether a server is on this machine, so that plain http is safe. */
  static boolean isLoopback(URI url) {
    String host = String.valueOf(url.getHost());
    return host.equals("127.0.0.1") || host.equals("localhost") || host.equals("[::1]");
  }
}
