package dev.sessionbeam.deliver.route;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.DefinitionReader;
import dev.sessionbeam.definition.InvalidDefinitionException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Routes for tests, over records {@code {"name": …, "data": {…}}}. */
public final class TestRoutes {
  /** The records have neither machine nor time: a stream knows both. */
  public static final String DEFINITION =
      """
      name: shop
      event:
        machine: partition_key()
        time: {field: arrival()}
        action: name
        fields: [data]
      enrich: {hour: instant.getHours()}
      session: {gap: 30m}
      """;

  /** Three destinations and nine names of events, as people write them. */
  public static final String STORY =
      """
      [
        {
          "destination_name": "crm",
          "destination_arn": "arn:aws:lambda:eu-west-1:123456789012:function:crm-connector:prod",
          "enabled_events": [
            "user_signed_up",
            "user_updated",
            "subscription_started",
            "subscription_cancelled",
          ],
        },
        {
          "destination_name": "email",
          "destination_arn": "arn:aws:lambda:eu-west-1:123456789012:function:email-connector",
          "enabled_events": ["user_signed_up", "cart_abandoned", "order_placed", "order_shipped",]
        },
        {
          "destination_name": "Analytics Warehouse",
          "destination_arn": "arn:aws:sqs:eu-west-1:123456789012:analytics-events",
          "enabled_events": ["page_viewed", "search", "cart_abandoned", "order_placed", "user_signed_up"]
        },
      ]
      """;

  private TestRoutes() {}

  /** Returns what routes may name in the records above. */
  public static RouteScopes scopes() {
    return RouteScopes.of(definition());
  }

  private static Definition definition() {
    try {
      return DefinitionReader.read(DEFINITION, Path.of(""));
    } catch (InvalidDefinitionException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Returns a reader that knows the records above, and leaves connectors alone. */
  public static RoutesReader reader() {
    return new RoutesReader(scopes(), RouteCheck.NONE);
  }

  /** Reads valid routes. */
  public static Routes read(String json) throws InvalidRoutesException {
    return reader().read(bytes(json), "routes.json");
  }

  /** Returns routes to one destination. */
  public static String to(String name, String... events) {
    return "[{\"destination_name\": \""
        + name
        + "\", \"destination_url\": \"https://example.com/\", \"enabled_events\": [\""
        + String.join("\", \"", events)
        + "\"]}]";
  }

  /** Encodes a text as the file has it. */
  public static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
