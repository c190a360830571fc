<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
    <context>
        <name>ConnectionsPanel</name>
        <message numerus="yes">
            <source>%n client(s)</source>
            <translation>
                <numerusform>%n client</numerusform>
                <numerusform>%n clients</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Notices</name>
        <message numerus="yes">
            <source>%n notice(s) since the start.</source>
            <translation>
                <numerusform>%n notice since the start.</numerusform>
                <numerusform>%n notices since the start.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Retained</name>
        <message numerus="yes">
            <source>Clear %n retained message(s)?</source>
            <translation>
                <numerusform>Clear %n retained message?</numerusform>
                <numerusform>Clear %n retained messages?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Cleared %n retained message(s).</source>
            <translation>
                <numerusform>Cleared %n retained message.</numerusform>
                <numerusform>Cleared %n retained messages.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Strip</name>
        <message numerus="yes">
            <source>%n more</source>
            <translation>
                <numerusform>%n more</numerusform>
                <numerusform>%n more</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SubscriptionsPanel</name>
        <message numerus="yes">
            <source>%n member(s)</source>
            <translation>
                <numerusform>%n member</numerusform>
                <numerusform>%n members</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>TopicsPanel</name>
        <message numerus="yes">
            <source>%n topic(s) found</source>
            <translation>
                <numerusform>%n topic found</numerusform>
                <numerusform>%n topics found</numerusform>
            </translation>
        </message>
    </context>
</TS>
