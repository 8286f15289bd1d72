package dev.sessionbeam.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * An SQS server (ElasticMQ, in memory) in its own JVM, because its libraries differ from Flink's.
 * It ends with this JVM at the latest, however this one ends, because it reads a pipe from it.
 */
public final class SqsPeer implements AutoCloseable {
  /** The system properties that give this process access to everything. */
  public static final Map<String, String> SETTINGS = S3Peer.SETTINGS;

  private static final String ACCOUNT = "123456789012";
  private static final String REGION = "eu-west-1";

  /** The longest time that a test waits for messages. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Path PROJECT = Path.of("src/test/peers/elasticmq");

  /** Written by the build, from the POM of that project. */
  private static final Path CLASS_PATH = Path.of("target/peers/elasticmq.classpath");

  private static final String PORT = "PORT ";
  private static final int MOST_PER_CALL = 10;
  private static final int USUAL_MEGABYTES = 256;
  private static final int READERS = 4;
  private static final int HIDDEN_SECONDS = 3600;

  private final Process process;
  private final int port;
  private final SqsClient client;

  /**
   * A queue of the server.
   *
   * @param url its address, which is valid only while the server runs
   */
  public record Queue(String name, String arn, String url) {}

  private SqsPeer(Process process, int port) {
    this.process = process;
    this.port = port;
    this.client =
        SqsClient.builder()
            .endpointOverride(URI.create("http://127.0.0.1:" + port))
            .region(Region.of(REGION))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(S3Peer.ACCESS_KEY, S3Peer.SECRET_KEY)))
            .build();
  }

  /**
   * Starts a server and waits until it takes requests.
   *
   * @param folder an existing folder for its log
   */
  public static SqsPeer start(Path folder) throws IOException {
    return start(folder, USUAL_MEGABYTES);
  }

  /**
   * Starts a server and waits until it takes requests.
   *
   * @param folder an existing folder for its log
   * @param megabytes how much memory it may use; 1,000 messages of 1 KB take about 4 MB
   */
  public static SqsPeer start(Path folder, int megabytes) throws IOException {
    if (!Files.exists(CLASS_PATH)) {
      throw new IOException(CLASS_PATH + " is missing: run mvn generate-test-resources");
    }
    Path log = folder.resolve("elasticmq.log");
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx" + megabytes + "m",
                "-cp",
                Files.readString(CLASS_PATH).strip(),
                PROJECT.resolve("ElasticMqServer.java").toString(),
                ACCOUNT,
                REGION)
            .redirectError(log.toFile())
            .start();
    try {
      return new SqsPeer(process, port(process, log));
    } catch (IOException e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static int port(Process process, Path log) throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(PORT)) {
        return Integer.parseInt(line.substring(PORT.length()));
      }
    }
    throw new IOException("the SQS server did not start: " + Files.readString(log));
  }

  public int port() {
    return port;
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** A client that may do everything. It is closed with the server. */
  public SqsClient client() {
    return client;
  }

  /** Creates a queue; one that keeps an order if its name ends with {@code .fifo}. */
  public Queue queue(String name) {
    return queue(name, Map.of());
  }

  /** Creates a queue with attributes, such as the largest size of a message. */
  public Queue queue(String name, Map<QueueAttributeName, String> attributes) {
    Map<QueueAttributeName, String> all = new HashMap<>(attributes);
    if (name.endsWith(".fifo")) {
      all.put(QueueAttributeName.FIFO_QUEUE, "true");
    }
    String url = client.createQueue(create -> create.queueName(name).attributes(all)).queueUrl();
    return new Queue(name, arn(name), url);
  }

  /** Returns the ARN of a queue, which need not exist. */
  public static String arn(String name) {
    return "arn:aws:sqs:" + REGION + ":" + ACCOUNT + ":" + name;
  }

  /** Deletes a queue. */
  public void delete(Queue queue) {
    client.deleteQueue(delete -> delete.queueUrl(queue.url()));
  }

  /** Returns how many messages a queue has, those included that somebody has received. */
  public int count(Queue queue) {
    Map<QueueAttributeName, String> attributes =
        client
            .getQueueAttributes(
                get ->
                    get.queueUrl(queue.url())
                        .attributeNames(
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
            .attributes();
    return attributes.values().stream().mapToInt(Integer::parseInt).sum();
  }

  /**
   * Receives all messages that a queue has now, by several threads, and leaves them there, hidden
   * for an hour.
   *
   * @param reader gets each body, from several threads at once
   */
  public void readAll(Queue queue, Consumer<String> reader) {
    IntStream.range(0, READERS)
        .mapToObj(number -> CompletableFuture.runAsync(() -> readSome(queue, reader)))
        .toList()
        .forEach(CompletableFuture::join);
  }

  private void readSome(Queue queue, Consumer<String> reader) {
    List<Message> some;
    do {
      some =
          client
              .receiveMessage(
                  receive ->
                      receive
                          .queueUrl(queue.url())
                          .maxNumberOfMessages(MOST_PER_CALL)
                          .visibilityTimeout(HIDDEN_SECONDS))
              .messages();
      some.forEach(message -> reader.accept(message.body()));
    } while (!some.isEmpty());
  }

  /** Receives and deletes all messages that a queue has now, with all attributes. */
  public List<Message> receiveAll(Queue queue) {
    List<Message> all = new ArrayList<>();
    for (List<Message> some = receive(queue); !some.isEmpty(); some = receive(queue)) {
      delete(queue, some);
      all.addAll(some);
    }
    return all;
  }

  private void delete(Queue queue, List<Message> messages) {
    List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
    for (Message message : messages) {
      String receipt = message.receiptHandle();
      entries.add(
          DeleteMessageBatchRequestEntry.builder()
              .id(String.valueOf(entries.size()))
              .receiptHandle(receipt)
              .build());
    }
    client.deleteMessageBatch(delete -> delete.queueUrl(queue.url()).entries(entries));
  }

  private List<Message> receive(Queue queue) {
    return client
        .receiveMessage(
            receive ->
                receive
                    .queueUrl(queue.url())
                    .maxNumberOfMessages(MOST_PER_CALL)
                    .messageAttributeNames("All")
                    .attributeNames(QueueAttributeName.ALL))
        .messages();
  }

  /**
   * Receives and deletes messages until there were so many.
   *
   * @throws AssertionError if they do not come within a minute
   */
  public List<Message> await(Queue queue, int count) {
    Instant deadline = Instant.now().plus(PATIENCE);
    List<Message> all = new ArrayList<>(receiveAll(queue));
    while (all.size() < count) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError(all.size() + " of " + count + " messages in " + queue.name());
      }
      all.addAll(receiveAll(queue));
    }
    return all;
  }

  /** Ends the server. */
  @Override
  public void close() {
    client.close();
    process.destroyForcibly();
    process.onExit().join();
  }
}
