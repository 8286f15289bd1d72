import java.io.PrintStream;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/**
 * An SQS server in memory, on a free port of the loopback interface. It says its port on standard output once it is
 * ready, and ends when standard input does: with whoever started it. Run from its source, see SqsPeer.
 */
final class ElasticMqServer {
  public static void main(String[] args) throws Exception {
    // Nobody reads standard output after the port. If the server wrote its log there, it would stop some day.
    PrintStream out = System.out;
    System.setOut(System.err);
    int port =
        SQSRestServerBuilder.withInterface("127.0.0.1")
            .withDynamicPort()
            .withAWSAccountId(args[0])
            .withAWSRegion(args[1])
            .start()
            .waitUntilStarted()
            .localAddress()
            .getPort();
    out.println("PORT " + port);
    while (System.in.read() >= 0) {
      // Waits for the end.
    }
    Runtime.getRuntime().halt(0);
  }
}
