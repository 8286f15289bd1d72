package dev.sessionbeam.peer;

import java.io.IOException;

/** Runs the work of a test server in the background, as long as both of its sides are connected. */
final class Background {
  private Background() {}

  /**
   * The work. It ends without a report if one side closes the connection; the other side notices
   * that too.
   */
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
                // One side has closed the connection, or the server was closed or cut off.
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }
}
