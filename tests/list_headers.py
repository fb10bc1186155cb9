"""The lines of names of every service's export, each with one person of our own, and what follows from it."""

from __future__ import annotations

from audiencegen.people.law import Kind

GHOST = (
    "id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,"
    "labels,tiers,gift_id"
)
SUBSTACK = "email,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at"
MAILCHIMP = (
    "Email Address,First Name,Last Name,Company,Position,ZIP Code,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,"
    "CONFIRM_IP,LATITUDE,LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,"
)
LOCALISED = MAILCHIMP.replace("Email Address,First Name,Last Name", "Deine E-Mail Adresse,Vorname,Nachname")
BUTTONDOWN = (
    "id,secondary_id,email,notes,subscriber_type,referrer_url,utm_source,utm_medium,utm_campaign,creation_date,"
    "ip_address,subscription_date,unsubscription_date,tags,metadata"
)
BEEHIIV = (
    "email,First Name,Last Name,status,tier,created_at,stripe_customer_id,Free Tier,Gold Tier,City,unsubscribed_at,"
    "Subscription Date (Substack)"
)
OPTED_IN = "2,2020-01-01 10:00:00,192.0.2.1,2020-01-02 09:00:00,192.0.2.2,,,,,Europe/Berlin,de,BE,"

# format, file, header, row, and what follows: kind, name, since, tags
EVERY_HEADER: dict[str, tuple[str, str, str, str, Kind | None, str, str, tuple[str, ...]]] = {
    "ghost": (
        "Ghost", "members.csv", GHOST,
        '5f,ines@example.org,Ines Roth,,true,false,,2021-05-06T07:08:09.000Z,,"vip,staff",Gold,',
        Kind.ADDED, "Ines Roth", "2021-05-06", ("vip", "staff", "Gold"),
    ),
    "ghost, older": (
        "Ghost", "members.csv", GHOST.removesuffix(",tiers,gift_id"),
        "5f,ines@example.org,,,false,false,,2021-05-06T07:08:09.000Z,,", Kind.UNSUBSCRIBED, "", "2021-05-06", (),
    ),
    "ghost, newer": (
        "Ghost", "members.csv", f"{GHOST},custom_fields.city",
        "5f,ines@example.org,,,true,,,2021-05-06T07:08:09.000Z,,,,,Bonn", Kind.ADDED, "", "2021-05-06", (),
    ),
    "ghost, its import": (
        "Ghost", "members.csv",
        "email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,labels,import_tier",
        'ines@example.org,Ines,,true,,,2021-05-06,"a, b",', Kind.ADDED, "Ines", "2021-05-06", ("a", "b"),
    ),
    "substack": (
        "Substack", "email_list.letters.csv", SUBSTACK,
        "ines@example.org,false,,other,false,2022-03-04T05:06:07.000Z,", Kind.ADDED, "", "2022-03-04", (),
    ),
    "substack, switched off": (
        "Substack", "email_list.letters.csv", SUBSTACK,
        "ines@example.org,true,,yearly,true,2022-03-04T05:06:07.000Z,", Kind.UNSUBSCRIBED, "", "2022-03-04", (),
    ),
    "substack, without first payment": (
        "Substack", "x.csv", SUBSTACK.removesuffix(",first_payment_at"),
        "ines@example.org,false,,,FALSE,2022-03-04T05:06:07.000Z", Kind.ADDED, "", "2022-03-04", (),
    ),
    "substack, old sign-ups": (
        "Substack", "x.csv", "email,active_subscription,expiry,email_disabled,prefer_digests,created_at",
        "ines@example.org,false,,false,false,2019-03-04", Kind.ADDED, "", "2019-03-04", (),
    ),
    "substack, old payments": (
        "Substack", "x.csv", "email,expiry,email_disabled,prefer_digests,stripe_connected_customer_id,type",
        "ines@example.org,,false,false,cus_1,ios_app", Kind.ADDED, "", "", (),
    ),
    "substack, dashboard": (
        "Substack (dashboard)", "x.csv", "Email,Name,Type,Stripe plan,Start date,Activity,Revenue",
        "ines@example.org,Ines,Free,,2022-03-04,5,0", Kind.ADDED, "Ines", "2022-03-04", (),
    ),
    "substack, dashboard in another order": (
        "Substack (dashboard)", "x.csv", "Email,Name,Stripe plan,Cancel date,Start date,Activity,Type",
        "ines@example.org,Ines,,2023-01-01,2022-03-04,5,Banned", Kind.BLOCKED, "Ines", "2022-03-04", (),
    ),
    "mailchimp, subscribed": (
        "Mailchimp", "subscribed_members_export_1a.csv", f"{MAILCHIMP}LAST_CHANGED,LEID,EUID,NOTES,TAGS",
        f'ines@example.org,Ines,Roth,,,,{OPTED_IN}2023-01-01,7,8,,"""a"",""b"""',
        Kind.ADDED, "Ines Roth", "2020-01-02", ("a", "b"),
    ),
    "mailchimp, in German": (
        "Mailchimp", "subscribed_members_export_1a.csv", f"{LOCALISED}LAST_CHANGED,LEID,EUID,NOTES,TAGS",
        f"ines@example.org,Ines,Roth,,,,{OPTED_IN}2023-01-01,7,8,,", Kind.ADDED, "Ines Roth", "2020-01-02", (),
    ),
    "mailchimp, unsubscribed": (
        "Mailchimp", "renamed.csv",
        f"{MAILCHIMP}UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_CAMPAIGN_ID,UNSUB_REASON,UNSUB_REASON_OTHER,"
        "LEID,EUID,NOTES,TAGS",
        f"ines@example.org,Ines,Roth,,,,{OPTED_IN}2023-04-05 06:07:08,May,1,NORMAL,,7,8,,",
        Kind.UNSUBSCRIBED, "Ines Roth", "2020-01-02", (),
    ),
    "mailchimp, cleaned": (
        "Mailchimp", "renamed.csv",
        f"{MAILCHIMP}CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,CLEAN_CAMPAIGN_ID,LEID,EUID,NOTES,TAGS",
        f"ines@example.org,Ines,Roth,,,,{OPTED_IN}2023-04-05 06:07:08,May,1,7,8,,",
        Kind.BOUNCED, "Ines Roth", "2020-01-02", (),
    ),
    "mailchimp, non-subscribed": (
        "Mailchimp", "nonsubscribed_members_export_1a.csv", f"{MAILCHIMP}LAST_CHANGED,LEID,EUID,NOTES,TAGS",
        f"ines@example.org,Ines,Roth,,,,{OPTED_IN}2023-01-01,7,8,,", None, "Ines Roth", "2020-01-02", (),
    ),
    "buttondown": (
        "Buttondown", "subscribers.csv", BUTTONDOWN,
        "x,1,ines@example.org,Met in Bonn.,regular,,web,,,2024-03-13 00:03:09.183465+00:00,192.0.2.1,"
        "2024-03-14 00:03:09.183465+00:00,,staff;friend,{'city': 'Bonn'}",
        Kind.ADDED, "", "2024-03-14", ("staff", "friend"),
    ),
    "buttondown, by its API": (
        "Buttondown", "x.csv", "id,email_address,type,creation_date,tags",
        "x,ines@example.org,unactivated,2024-03-13,", Kind.ASKED, "", "2024-03-13", (),
    ),
    "buttondown, events": (
        "Buttondown (events)", "events.csv", "id,token,email_id,subscriber__email,event_type,timestamp,metadata",
        "1,t,2,ines@example.org,delivered,2024-03-13,{}", None, "", "", (),
    ),
    "beehiiv": (
        "beehiiv", "subscribers.csv", BEEHIIV,
        "ines@example.org,Ines,Roth,active,free,2023-03-24 10:23:10 UTC,,No,Yes,Bonn,,2019-08-07",
        Kind.ADDED, "Ines Roth", "2019-08-07", ("Gold Tier",),
    ),
    "kit": (
        "Kit", "x.csv", "first_name,email,state,created_at,tags",
        "Ines,ines@example.org,Cold,2020-02-03 04:05:06 UTC,vip", Kind.ADDED, "Ines", "2020-02-03", ("vip", "cold"),
    ),
    "kit, as one downloads it": (
        "", "x.csv", "Email,First Name,Last Name,Tags", "ines@example.org,Ines,Roth,vip",
        Kind.ADDED, "Ines Roth", "", ("vip",),
    ),
    "listmonk": (
        "listmonk", "subscribers.csv", "uuid,email,name,attributes,status,created_at,updated_at",
        'u,ines@example.org,Ines,"{""city"": ""Bonn""}",enabled,2020-02-03,2020-02-03', None, "Ines", "2020-02-03", (),
    ),
    "listmonk, its import": (
        "", "x.csv", "email,name,attributes", 'ines@example.org,Ines,"{""city"": ""Bonn""}"',
        Kind.ADDED, "Ines", "", (),
    ),
    "keila": (
        "Keila", "contacts.csv", "Email,First name,Last name,Data,Status,External ID",
        'ines@example.org,Ines,Roth,"{""city"": ""Bonn""}",active,', Kind.ADDED, "Ines Roth", "", (),
    ),
    "mailtrain": (
        "Mailtrain", "x.csv", "cid,status,HASH_EMAIL,EMAIL,MERGE_FIRST_NAME,MERGE_LAST_NAME",
        "c,subscribed,h,ines@example.org,Ines,Roth", Kind.ADDED, "Ines Roth", "", (),
    ),
    "sendportal": (
        "Sendportal", "x.csv", "id,hash,email,first_name,last_name,created_at",
        "1,h,ines@example.org,Ines,Roth,2020-02-03", None, "Ines Roth", "2020-02-03", (),
    ),
    "curated": (
        "Curated", "x.csv",
        "Email Address,Subscribed at,UTM Source,UTM Medium,UTM Term,UTM Content,UTM Campaign,"
        "UTM Last Path,UTM Referrer",
        "ines@example.org,2020-02-03,web,,,,,/about,", Kind.ADDED, "", "2020-02-03", (),
    ),
    "tinynews": (
        "TinyNews", "x.csv",
        "Channel id,Status,Tier,Tier title,Tags,Created at,Deleted at,Engagement OptIn,Email,Id,Name,Surname,"
        "Updated At,User id",
        "1,active,free,Free,vip,2020-02-03,,no,ines@example.org,7,Ines,Roth,2021-01-01,8",
        Kind.ADDED, "Ines Roth", "2020-02-03", ("vip",),
    ),
    "tinynews, second": (
        "TinyNews", "x.csv", "email,First name,Last name,Date added,Last modified,status,clicks,opens",
        "ines@example.org,Ines,Roth,2020-02-03,2021-01-01,unsubscribed,0,0",
        Kind.UNSUBSCRIBED, "Ines Roth", "2020-02-03", (),
    ),
    "steady": (
        "Steady", "x.csv",
        "first_name,last_name,email,plan_name,plan_monthly_amount_cents,gifted,subscription_period,"
        "subscription_state,subscribed_at",
        "Ines,Roth,ines@example.org,Gold,500,false,monthly,active,2020-02-03",
        Kind.ADDED, "Ines Roth", "2020-02-03", (),
    ),
    "medium": ("one address a line", "x.txt", "ines@example.org", "jon@example.org", Kind.ADDED, "", "", ()),
    "our own": (
        "audiencegen", "subscribers.csv", "email,name,first_name,since,source,introduced_by,tags",
        "ines@example.org,Ines Roth,Ines,2020-02-03,fair,Jon,a;b", Kind.ADDED, "Ines Roth", "2020-02-03", ("a", "b"),
    ),
}  # fmt: skip
