package dev.sessionbeam;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.PreInterruptCallback;
import org.junit.jupiter.api.extension.PreInterruptContext;

/**
 * Ends the processes that a test waits for when its time is up. An interrupt does not end the
 * reading of what a process prints, and a build that hangs does not say which test it was.
 */
public final class HangingTestExtension implements PreInterruptCallback {
  @Override
  public void beforeThreadInterrupt(PreInterruptContext interrupt, ExtensionContext context) {
    System.err.println("This test hangs: " + context.getUniqueId());
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
  }
}
