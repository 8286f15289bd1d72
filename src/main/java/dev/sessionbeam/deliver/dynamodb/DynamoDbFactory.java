package dev.sessionbeam.deliver.dynamodb;

import dev.sessionbeam.deliver.connect.ArnCheck;
import dev.sessionbeam.deliver.connect.AwsClients;
import dev.sessionbeam.deliver.connect.AwsFaults;
import dev.sessionbeam.deliver.connect.Connector;
import dev.sessionbeam.deliver.connect.ConnectorFactory;
import dev.sessionbeam.deliver.connect.DeadLetterQueues;
import dev.sessionbeam.deliver.connect.ProbeResult;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.route.Route;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** Opens connectors to tables of DynamoDB. */
public final class DynamoDbFactory implements ConnectorFactory {
  @Override
  public String kind() {
    return "dynamodb";
  }

  @Override
  public boolean serves(Route route) {
    return AwsClients.arn(route.arn()).filter(arn -> arn.service().equals("dynamodb")).isPresent();
  }

  @Override
  public List<String> check(Route route) {
    List<String> faults = new ArrayList<>();
    ArnCheck.ofDestination(route, TableAddress.EXAMPLE).ifPresent(faults::add);
    if (TableAddress.of(route).isEmpty()) {
      faults.add(
          "destination_arn: '"
              + route.arn()
              + "' is not of a table; write it like "
              + TableAddress.EXAMPLE);
    }
    if (route.mode() != null) {
      faults.add("mode: a table has no modes; remove the setting");
    }
    if (route.source() == Source.SESSIONS) {
      checkSessions(route, faults);
    }
    faults.addAll(DeadLetterQueues.check(route));
    return faults;
  }

  private static void checkSessions(Route route, List<String> faults) {
    if (route.condition() != null) {
      faults.add(
          "condition: a later revision of a session may not meet it, and the table would keep the"
              + " former one; remove the setting, and filter when you read the table");
    }
    List<String> fields = route.fields();
    if (fields != null) {
      Stream.of(
              TableSchema.REPLACES,
              TableSchema.SESSION_START,
              route.ttl() == null ? TableSchema.SESSION_START : TableSchema.SESSION_END)
          .distinct()
          .filter(needed -> !fields.contains(needed))
          .forEach(
              needed ->
                  faults.add(
                      "fields: a table of sessions needs '" + needed + "'; add it to the list"));
    }
  }

  @Override
  public ProbeResult probe(Route route) {
    TableAddress table = TableAddress.of(route).orElseThrow();
    try (DynamoDbClient client = client(table, route)) {
      return ProbeResult.ofFaults(
          TableSchema.faults(
              client.describeTable(describe -> describe.tableName(table.id())).table(),
              route.source()));
    } catch (ResourceNotFoundException e) {
      return ProbeResult.ofFaults(
          List.of(
              "there is no table "
                  + table
                  + ": create it as docs/hot-tier.md says, or correct destination_arn"));
    } catch (SdkException e) {
      return ProbeResult.ofWarning(
          "the keys of the table "
              + table
              + " are not checked, because it did not say what they are ("
              + AwsFaults.describe(e)
              + ")");
    }
  }

  /** Returns a client that blocks. */
  static DynamoDbClient client(TableAddress table, Route route) {
    return AwsClients.blocking(DynamoDbClient.builder(), table.arn(), route).build();
  }

  @Override
  public Connector open(Route route) {
    return new DynamoDbConnector(
        TableAddress.of(route).orElseThrow(), route, InstantSource.system());
  }
}
