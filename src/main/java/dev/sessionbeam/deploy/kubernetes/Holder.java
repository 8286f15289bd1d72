package dev.sessionbeam.deploy.kubernetes;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name of this command, for people who wait for it. */
final class Holder {
  private Holder() {}

  static String name() {
    return System.getProperty("user.name", "somebody")
        + " on "
        + host()
        + ", process "
        + ProcessHandle.current().pid();
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "an unknown machine";
    }
  }
}
