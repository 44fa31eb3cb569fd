@NullMarked
package io.leadgate.http.oauth;

import org.jspecify.annotations.NullMarked;
