# What is installed, and the Debian package of it: cmake --install build, or ./run package.
set(CMAKE_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ
    GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
install(TARGETS rapport RUNTIME DESTINATION bin)
install(FILES packaging/rapport.service DESTINATION /lib/systemd/system)
install(FILES packaging/rapport.sysusers DESTINATION lib/sysusers.d RENAME rapport.conf)
install(FILES packaging/rapport.conf DESTINATION /etc/rapport
        PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ WORLD_READ)
install(FILES docs/operating.md docs/audit.md docs/sign-in.md CHANGELOG.md
        DESTINATION share/doc/rapport)
install(FILES LICENSE DESTINATION share/doc/rapport RENAME copyright)
install(FILES packaging/haproxy.cfg DESTINATION share/doc/rapport/examples)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME rapport)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "self-hosted CRM in one executable")
set(CPACK_PACKAGE_DESCRIPTION "Companies, contacts, leads and deals with owners, teams and rights,
 lists, search, import, a REST API and a web interface in Russian, Uzbek and English.
 Records are kept in SQLite or in PostgreSQL.")
set(CPACK_PACKAGE_CONTACT "Rapport <rapport@localhost>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION web)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "ca-certificates, systemd | systemd-sysusers, tzdata")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "postgresql, haproxy")
foreach(script postinst prerm postrm conffiles)
  list(APPEND CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${CMAKE_SOURCE_DIR}/packaging/debian/${script})
endforeach()
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
