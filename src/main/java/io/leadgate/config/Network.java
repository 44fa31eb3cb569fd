package io.leadgate.config;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network of IP addresses as written in settings: {@code 10.0.0.0/8}, {@code 2001:db8::/32}, or a
 * single address.
 *
 * @param bits the number of leading bits of the address that count
 */
public record Network(String address, int bits) {

  private static final int IPV6_BYTES = 16;
  private static final Pattern SHAPE = Pattern.compile("([0-9A-Fa-f.:]+)(?:/(\\d{1,3}))?");

  /** Parses a list that is separated by commas; an empty text is an empty list. */
  static List<Network> parseList(String key, String text) {
    return text.isBlank()
        ? List.of()
        : Arrays.stream(text.split(",", -1)).map(part -> parse(key, part.strip())).toList();
  }

  private static Network parse(String key, String text) {
    Matcher matcher = SHAPE.matcher(text);
    byte[] bytes =
        matcher.matches() ? NetUtil.createByteArrayFromIpAddressString(matcher.group(1)) : null;
    if (bytes == null || isIpv4InIpv6(bytes)) {
      throw invalid(key, text);
    }
    int bitsMax = bytes.length * Byte.SIZE;
    String given = matcher.group(2);
    int bits = given == null ? bitsMax : Integer.parseInt(given);
    if (bits > bitsMax) {
      throw invalid(key, text);
    }
    return new Network(matcher.group(1), bits);
  }

  /**
   * Whether an address is an IPv4 address in IPv6 form. A network of such addresses would match no
   * caller, because these addresses count as IPv4.
   */
  private static boolean isIpv4InIpv6(byte[] bytes) {
    try {
      return bytes.length == IPV6_BYTES && InetAddress.getByAddress(bytes) instanceof Inet4Address;
    } catch (UnknownHostException e) {
      throw new IllegalStateException("16 bytes are an address", e);
    }
  }

  private static SettingsException invalid(String key, String text) {
    return new SettingsException(
        "%s must be addresses or networks such as 10.0.0.0/8, separated by commas, not \"%s\""
            .formatted(key, text));
  }
}
