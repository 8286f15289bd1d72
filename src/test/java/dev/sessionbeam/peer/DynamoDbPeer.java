package dev.sessionbeam.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.retry.backoff.FixedDelayBackoffStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.waiters.DynamoDbWaiter;

/**
 * A DynamoDB server (dynalite, in memory) in its own process, on a free port of 127.0.0.1, without
 * tables at first. It ends with {@link #close}, and with the process that started it, even if that
 * one is killed.
 *
 * <p>While it is open, the default chains of the AWS SDK find credentials that it accepts (it
 * accepts any).
 */
public final class DynamoDbPeer implements AutoCloseable {
  private static final String REGION = "eu-west-1";
  private static final Pattern LISTENING = Pattern.compile("listening on port (\\d+)");
  private static final Map<String, String> SETTINGS =
      Map.of(
          SdkSystemSetting.AWS_ACCESS_KEY_ID.property(), "test",
          SdkSystemSetting.AWS_SECRET_ACCESS_KEY.property(), "test");

  private final Process process;
  private final int port;
  private final DynamoDbClient client;
  private final Map<String, @Nullable String> settingsBefore = new HashMap<>();

  private DynamoDbPeer(Process process, int port) {
    this.process = process;
    this.port = port;
    SETTINGS.forEach((name, value) -> settingsBefore.put(name, System.setProperty(name, value)));
    this.client =
        DynamoDbClient.builder().region(Region.of(REGION)).endpointOverride(endpoint()).build();
  }

  /**
   * Starts a server and waits until it listens.
   *
   * @throws org.opentest4j.TestAbortedException if Node is missing, so that the test counts as
   *     skipped
   */
  public static DynamoDbPeer start() {
    NodePackage node = NodePackage.install("dynalite");
    try {
      Process process =
          new ProcessBuilder(
                  "node",
                  node.sources().resolve("server.js").toString(),
                  node.installed().toString())
              .redirectErrorStream(true)
              .start();
      try {
        return new DynamoDbPeer(process, port(process));
      } catch (IOException | RuntimeException e) {
        process.destroyForcibly();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int port(Process process) throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder output = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher listening = LISTENING.matcher(line);
      if (listening.matches()) {
        // Otherwise the server would stop at a full pipe.
        Background.start("dynalite", () -> out.lines().forEach(System.err::println));
        return Integer.parseInt(listening.group(1));
      }
      output.append(line).append('\n');
    }
    throw new IOException("dynalite ended before it listened:\n" + output);
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** The environment variables that another process needs as a client. */
  public static Map<String, String> environment() {
    return Map.of(
        SdkSystemSetting.AWS_ACCESS_KEY_ID.environmentVariable(), "test",
        SdkSystemSetting.AWS_SECRET_ACCESS_KEY.environmentVariable(), "test");
  }

  /** A client of this server, which closes with it. */
  public DynamoDbClient client() {
    return client;
  }

  /** Returns the ARN of a table of this server. */
  public static String arn(String table) {
    return "arn:aws:dynamodb:" + REGION + ":123456789012:table/" + table;
  }

  /** Creates a table, and waits until it can be written and read. */
  public void create(CreateTableRequest table) {
    client.createTable(table);
    try (DynamoDbWaiter waiter = DynamoDbWaiter.builder().client(client).build()) {
      waiter.waitUntilTableExists(
          request -> request.tableName(table.tableName()),
          patience ->
              patience
                  .maxAttempts(Integer.MAX_VALUE)
                  .backoffStrategy(FixedDelayBackoffStrategy.create(Duration.ofMillis(10)))
                  .waitTimeout(Duration.ofMinutes(1)));
    }
  }

  /** Creates a table of sessions, as docs/hot-tier.md says, and returns its ARN. */
  public String createSessions(String table) {
    create(
        table(table, "machine", "session_id")
            .attributeDefinitions(texts("machine", "session_id", "session_start"))
            .localSecondaryIndexes(index("machine", "session_start"))
            .build());
    return arn(table);
  }

  /** Creates a table of events, as docs/hot-tier.md says, and returns its ARN. */
  public String createEvents(String table) {
    create(
        table(table, "machine", "event").attributeDefinitions(texts("machine", "event")).build());
    return arn(table);
  }

  /** Begins the request for a table. */
  public static CreateTableRequest.Builder table(String name, String partitionKey, String sortKey) {
    return CreateTableRequest.builder()
        .tableName(name)
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .keySchema(key(partitionKey, sortKey));
  }

  /** Returns the local index of current sessions, or one with other keys. */
  public static LocalSecondaryIndex index(String partitionKey, String sortKey) {
    return LocalSecondaryIndex.builder()
        .indexName("by_start")
        .keySchema(key(partitionKey, sortKey))
        .projection(projection -> projection.projectionType(ProjectionType.ALL))
        .build();
  }

  private static List<KeySchemaElement> key(String partitionKey, String sortKey) {
    return List.of(
        KeySchemaElement.builder().attributeName(partitionKey).keyType(KeyType.HASH).build(),
        KeySchemaElement.builder().attributeName(sortKey).keyType(KeyType.RANGE).build());
  }

  /** Returns attributes of keys, all of which are texts. */
  public static List<AttributeDefinition> texts(String... names) {
    return Stream.of(names).map(name -> attribute(name, ScalarAttributeType.S)).toList();
  }

  /** Returns an attribute of a key. */
  public static AttributeDefinition attribute(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  /** Returns all items of a table, whatever they are. */
  public List<Map<String, AttributeValue>> items(String table) {
    return new ArrayList<>(
        client.scanPaginator(scan -> scan.tableName(table).consistentRead(true)).items().stream()
            .collect(Collectors.toList()));
  }

  @Override
  public void close() {
    client.close();
    process.destroyForcibly();
    settingsBefore.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }
}
