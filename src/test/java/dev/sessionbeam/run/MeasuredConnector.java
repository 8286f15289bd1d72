package dev.sessionbeam.run;

import dev.sessionbeam.peer.AcceptingQueue;
import dev.sessionbeam.peer.HttpBehavior;
import dev.sessionbeam.peer.RecordStream;
import dev.sessionbeam.peer.SnsTopic;
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
  private static final String LAMBDA = aws("lambda:eu-west-1:123456789012:function:f");

  /** All that are measured: a further connector is one more entry. */
  static final List<MeasuredConnector> ALL =
      List.of(
          new MeasuredConnector("webhook", "\"destination_url\": \"ENDPOINT/\"", HttpBehavior.ok()),
          new MeasuredConnector("sqs", aws("sqs:eu-west-1:123456789012:q"), new AcceptingQueue()),
          new MeasuredConnector("sns", aws("sns:eu-west-1:123456789012:t"), new SnsTopic()),
          new MeasuredConnector(
              "kinesis", aws("kinesis:eu-west-1:123456789012:stream/s"), new RecordStream()),
          new MeasuredConnector(
              "firehose",
              aws("firehose:eu-west-1:123456789012:deliverystream/d"),
              new RecordStream()),
          new MeasuredConnector("lambda", LAMBDA, HttpBehavior.function()),
          new MeasuredConnector(
              "lambda, mode: wait", LAMBDA + ", \"mode\": \"wait\"", HttpBehavior.function()));

  private static String aws(String arn) {
    return "\"destination_arn\": \"arn:aws:" + arn + "\", \"endpoint\": \"ENDPOINT\"";
  }

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
