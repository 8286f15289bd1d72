package dev.sessionbeam.deliver.route;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the addresses in routes: ARNs, and URLs. No message has a URL, because its path may be
 * secret.
 */
final class AddressReader {
  /** What people leave in an address that they have copied from a template. */
  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          "\\$?\\{\\{?[^}]*}?}|<[^>]*>|\\$\\([^)]*\\)|\\$[A-Za-z_]\\w*|%[A-Za-z_]{3,}%"
              + "|\\.\\.\\.|…");

  /** What people leave in place of a region or an account. */
  private static final Pattern PLACEHOLDER_WORD =
      Pattern.compile(
          "(?i)x{4,}|(?:your|my|aws)?[-_ ]?account(?:[-_ ]?(?:id|number))?"
              + "|(?:your|my|aws)?[-_ ]?region|changeme|todo");

  /** The parts of an ARN, which begins with "arn", its partition and its service. */
  private static final int REGION = 3;

  private static final int ACCOUNT_ID = 4;
  private static final int PARTS = 6;

  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:([a-z0-9-]+):([a-z0-9-]*):([^:]*):(\\S+)");

  private static final Pattern ACCOUNT = Pattern.compile("([0-9]{12})?");
  private static final Pattern LOOPBACK =
      Pattern.compile("(?i)localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1]");

  private static final String ARN_EXAMPLE = "arn:aws:sqs:eu-west-1:123456789012:orders";

  private AddressReader() {}

  /** Returns an ARN; or notes a fault and returns null. */
  static @Nullable String arn(RouteNode node) {
    String text = node.text();
    if (text == null) {
      return null;
    }
    if (text.contains("://")) {
      node.fault("is a URL: write it as destination_url, or write an ARN, like " + ARN_EXAMPLE);
      return null;
    }
    if (hasPlaceholder(text, node) || hasPlaceholderWord(text, node)) {
      return null;
    }
    Matcher arn = ARN.matcher(text);
    if (!arn.matches()) {
      node.fault(
          (mayBeSecret(text) ? "this" : "'" + text + "'")
              + " is not an ARN: write it like "
              + ARN_EXAMPLE);
      return null;
    }
    if (!ACCOUNT.matcher(arn.group(3)).matches()) {
      node.fault(
          "'"
              + arn.group(3)
              + "' is not an account: the account of an ARN is a number of 12 digits");
      return null;
    }
    return text;
  }

  /** Returns an https URL, or an http URL to this machine; or notes a fault and returns null. */
  static @Nullable URI url(RouteNode node) {
    String text = node.text();
    if (text == null || hasPlaceholder(text, node)) {
      return null;
    }
    URI url = parse(text);
    String scheme = url == null ? "" : Objects.requireNonNullElse(url.getScheme(), "");
    if (url == null || url.getHost() == null || !scheme.matches("https?")) {
      node.fault("is not a URL: write it like https://example.com/events");
    } else if (url.getRawUserInfo() != null) {
      node.fault("must not have a user or a password: give a header with auth");
    } else if (scheme.equals("http") && !LOOPBACK.matcher(url.getHost()).matches()) {
      node.fault("must begin with https://; http:// is only for this machine, such as 127.0.0.1");
    } else {
      return url;
    }
    return null;
  }

  /** Returns where dead letters go; or notes a fault and returns null. */
  static @Nullable String deadLetter(RouteNode node) {
    String text = node.text();
    if (text == null) {
      return null;
    }
    if (text.matches("(?i)https?:.*")) {
      return url(node) == null ? null : text;
    }
    String arn = text.startsWith("arn:") ? arn(node) : null;
    if (text.startsWith("arn:") && arn == null) {
      return null;
    }
    if (arn == null || !arn.matches("arn:[^:]+:(sqs|sns):.*")) {
      node.fault("must be the ARN of an SQS queue or an SNS topic, or the URL of an SQS queue");
      return null;
    }
    return arn;
  }

  /** Notes a fault if a text has a placeholder. It is named only if the text is like an ARN. */
  static boolean hasPlaceholder(String text, RouteNode node) {
    Matcher placeholder = PLACEHOLDER.matcher(text);
    return placeholder.find()
        && isFault(
            mayBeSecret(text)
                ? "a placeholder of the kind " + kind(placeholder.group())
                : named(placeholder.group()),
            node);
  }

  /** Whether a text may be a URL, or a part of one. */
  private static boolean mayBeSecret(String text) {
    return text.contains("/") && !text.startsWith("arn:");
  }

  private static String kind(String placeholder) {
    return switch (placeholder.charAt(0)) {
      case '<' -> "<…>";
      case '{' -> "{…}";
      case '%' -> "%…%";
      case '$' ->
          switch (placeholder.charAt(1)) {
            case '{' -> "${…}";
            case '(' -> "$(…)";
            default -> "$NAME";
          };
      default -> placeholder;
    };
  }

  private static String named(String placeholder) {
    return "the placeholder '" + placeholder + "'";
  }

  private static boolean hasPlaceholderWord(String arn, RouteNode node) {
    String[] parts = arn.split(":", PARTS);
    return parts.length == PARTS
        && Stream.of(parts[REGION], parts[ACCOUNT_ID])
            .anyMatch(
                part -> PLACEHOLDER_WORD.matcher(part).matches() && isFault(named(part), node));
  }

  private static boolean isFault(String placeholder, RouteNode node) {
    node.fault("has " + placeholder + ": write the real value there");
    return true;
  }

  private static @Nullable URI parse(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
