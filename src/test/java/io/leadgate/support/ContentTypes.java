package io.leadgate.support;

import io.leadgate.web.request.ContentType;

/** The usual types of bodies, as senders name them. */
public final class ContentTypes {

  public static final ContentType JSON = ContentType.parse(ContentType.JSON);
  public static final ContentType FORM = ContentType.parse(ContentType.FORM);
  public static final ContentType XML = ContentType.parse(ContentType.XML);

  private ContentTypes() {}
}
