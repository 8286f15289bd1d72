package dev.sessionbeam.deliver.dynamodb;

import dev.sessionbeam.deliver.connect.AwsFaults;
import dev.sessionbeam.deliver.message.Source;
import dev.sessionbeam.deliver.route.Route;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** Reads a table that routes write. All reads are strongly consistent. */
public final class HotTable implements AutoCloseable {
  private static final int ITEMS_PER_PAGE = 1000;

  private final TableAddress table;
  private final DynamoDbClient client;

  private HotTable(TableAddress table, DynamoDbClient client) {
    this.table = table;
    this.client = client;
  }

  /** Returns whether the destination of a route is a table. */
  public static boolean isTable(Route route) {
    return TableAddress.of(route).isPresent();
  }

  /** Opens the table of a route, which must be one; connects to nothing yet. */
  public static HotTable open(Route route) {
    TableAddress table = TableAddress.of(route).orElseThrow();
    return new HotTable(table, DynamoDbFactory.client(table, route));
  }

  /**
   * Returns what the table holds, as its keys say.
   *
   * @throws HotTableException if it cannot be asked, or has the keys of something else
   */
  public Source source() throws HotTableException {
    TableDescription description =
        called(() -> client.describeTable(describe -> describe.tableName(table.id())).table());
    Source source =
        TableSchema.source(description)
            .orElseThrow(
                () ->
                    new HotTableException(
                        "the table "
                            + table
                            + " has neither the key of a table of sessions nor that of a table of"
                            + " events: see docs/hot-tier.md, and check the name"));
    List<String> faults = TableSchema.faults(description, source);
    if (!faults.isEmpty()) {
      throw new HotTableException(String.join("; ", faults));
    }
    return source;
  }

  /**
   * Reads the current sessions of a machine, by their starts.
   *
   * @param lines gets each session as one line of JSON
   * @throws HotTableException if the table cannot be read
   */
  public void sessions(String machine, Consumer<String> lines) throws HotTableException {
    QueryRequest query =
        ofMachine(machine)
            .indexName(TableSchema.BY_START)
            .select(Select.ALL_ATTRIBUTES)
            .limit(ITEMS_PER_PAGE)
            .build();
    called(
        () -> {
          client.queryPaginator(query).items().forEach(item -> lines.accept(ItemLine.of(item)));
          return table;
        });
  }

  /**
   * Returns the lines of the last events of a machine, the oldest of them first.
   *
   * @param most how many; 1 or more
   * @throws HotTableException if the table cannot be read
   */
  public List<String> lastEvents(String machine, int most) throws HotTableException {
    QueryRequest query =
        ofMachine(machine).scanIndexForward(false).limit(Math.min(most, ITEMS_PER_PAGE)).build();
    List<String> lines =
        called(
            () ->
                client.queryPaginator(query).items().stream()
                    .limit(most)
                    .map(item -> item.get(TableSchema.LINE))
                    .filter(line -> line != null && line.s() != null)
                    .map(AttributeValue::s)
                    .collect(Collectors.toCollection(ArrayList::new)));
    Collections.reverse(lines);
    return lines;
  }

  private QueryRequest.Builder ofMachine(String machine) {
    return QueryRequest.builder()
        .tableName(table.id())
        .consistentRead(true)
        .keyConditionExpression("#machine = :machine")
        .expressionAttributeNames(Map.of("#machine", TableSchema.MACHINE))
        .expressionAttributeValues(Map.of(":machine", AttributeValue.fromS(machine)));
  }

  private <T> T called(Supplier<T> call) throws HotTableException {
    try {
      return call.get();
    } catch (ResourceNotFoundException e) {
      throw new HotTableException(
          "there is no table " + table + ": check the ARN, its region and its account");
    } catch (SdkException e) {
      throw new HotTableException(
          "the table "
              + table
              + " cannot be read ("
              + AwsFaults.describe(e)
              + "): correct this, and run the command again. It needs the permissions"
              + " dynamodb:DescribeTable and dynamodb:Query");
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
