@NullMarked
package io.leadgate.signin;

import org.jspecify.annotations.NullMarked;
