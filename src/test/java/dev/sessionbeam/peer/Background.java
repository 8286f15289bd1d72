package dev.sessionbeam.peer;

import java.io.IOException;

/** What a server for tests does beside the test, for as long as both of its sides are there. */
final class Background {
  private Background() {}

  /** What is done; ends quietly where a side has hung up, which the other side learns, too. */
  interface Work {
    void run() throws IOException, InterruptedException;
  }

  static void start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // One side has hung up, or the server was closed or cut.
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }
}
