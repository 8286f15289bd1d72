package dev.sessionbeam.run;

import dev.sessionbeam.peer.AcceptingQueue;
import dev.sessionbeam.peer.HttpBehavior;
import java.net.URI;
import java.util.List;

/**
 * A connector that {@link DeliveryRateDemo} measures, and what stands for its destination.
 *
 * @param name of the connector, in the table
 * @param settings of its route; {@code ENDPOINT} stands for the address of the server
 * @param destination how the server answers, at once, at the path {@code /}; an invocation of a
 *     function is answered anyway
 */
record MeasuredConnector(String name, String settings, HttpBehavior destination) {
  private static final String LAMBDA =
      "\"destination_arn\": \"arn:aws:lambda:eu-west-1:123456789012:function:f\","
          + " \"endpoint\": \"ENDPOINT\"";

  /** All that are measured: a further connector is one more entry. */
  static final List<MeasuredConnector> ALL =
      List.of(
          new MeasuredConnector("webhook", "\"destination_url\": \"ENDPOINT/\"", HttpBehavior.ok()),
          new MeasuredConnector(
              "sqs",
              "\"destination_arn\": \"arn:aws:sqs:eu-west-1:123456789012:q\","
                  + " \"endpoint\": \"ENDPOINT\"",
              new AcceptingQueue()),
          new MeasuredConnector("lambda", LAMBDA, HttpBehavior.function()),
          new MeasuredConnector(
              "lambda, mode: wait", LAMBDA + ", \"mode\": \"wait\"", HttpBehavior.function()));

  /** Returns the connector of a name. */
  static MeasuredConnector of(String name) {
    return ALL.stream()
        .filter(each -> each.name.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name));
  }

  /** Returns the text of routes that send all events to the server. */
  String routes(URI endpoint) {
    return "[{\"destination_name\": \"measured\", \"enabled_events\": [\"*\"], "
        + settings.replace("ENDPOINT", endpoint.toString())
        + "}]\n";
  }
}
