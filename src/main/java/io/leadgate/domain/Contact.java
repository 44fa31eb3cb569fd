package io.leadgate.domain;

import java.util.Optional;

/**
 * The e-mail address and the phone number of a lead, in the normal forms by which leads are
 * searched.
 *
 * @param email the e-mail address in lower case
 * @param phone the phone number in E.164 format
 */
public record Contact(Optional<String> email, Optional<String> phone) {

  public static final Contact NONE = new Contact(Optional.empty(), Optional.empty());
}
