package dev.sessionbeam.deliver.dynamodb;

import dev.sessionbeam.deliver.connect.AwsClients;
import dev.sessionbeam.deliver.route.Route;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;

/**
 * Where a table is.
 *
 * @param region null for the default of the environment
 * @param endpoint null for AWS's own
 */
record TableAddress(String arn, String name, @Nullable Region region, @Nullable URI endpoint) {
  static final String EXAMPLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/sessions";

  private static final Pattern TABLE = Pattern.compile("table/([A-Za-z0-9_.-]{3,255})");

  /** Returns the address of a route; empty if its ARN is not that of a table. */
  static Optional<TableAddress> of(Route route) {
    String arn = route.arn();
    Matcher table =
        TABLE.matcher(
            AwsClients.arn(arn)
                .filter(parts -> parts.service().equals("dynamodb"))
                .map(parts -> parts.resourceAsString())
                .orElse(""));
    return arn == null || !table.matches()
        ? Optional.empty()
        : Optional.of(
            new TableAddress(
                arn, table.group(1), AwsClients.region(arn).orElse(null), route.endpoint()));
  }

  /**
   * Returns how a request names the table. AWS takes the ARN, so that a table of the same name in
   * another account is never taken for it. Other servers know only names.
   */
  String id() {
    return endpoint == null ? arn : name;
  }

  @Override
  public String toString() {
    return name + (region == null ? "" : " in " + region.id());
  }
}
