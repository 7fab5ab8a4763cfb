/** What the API says of files that are to be imported: what is wrong and what to do, and what to know. */
export const files = {
  'told.OTHER_WIDTH':
    'This row has {cells} cells and the header has {columns}, so its figures may stand in wrong columns. Export the file again; a cell with a separator in it needs quotation marks.',
  'told.DOUBLE_ROW':
    'This campaign has two rows for one day and nothing tells them apart. Remove the double.',
  'told.OUTSIDE_PERIOD':
    'The file says it covers {from} to {to}. Its dates may be read wrongly or it was edited; export it again.',
  'told.MORE_ROWS_THAN_TAKEN':
    'The file has more than {rows} rows. Export it in several files of shorter periods.',
  'told.TOTAL_DIFFERS':
    'The file states a total cost of {total}, its rows sum to {sum}. Rows are missing or doubled; export the report again.',
  'told.TOTAL_OF_DAY_DIFFERS':
    'The file states a cost of {total} for {day}, its rows sum to {sum}. Rows are missing or doubled; export the report again.',
  'told.OTHER_CURRENCY_GIVEN':
    'The file says {seen}, {given} was given. Leave the currency out, the file’s own is used.',
  'told.WANTED_CURRENCY': 'Wanted a currency code such as EUR.',
  'told.TWO_CURRENCIES':
    'The file holds {seen} and {other}. Amounts of two currencies are never added; export each alone.',
  'told.OTHER_SIGN':
    'Amounts are taken to be in {currency}, and this one bears another sign. Say which it is.',
  'told.NO_CURRENCY':
    'The file does not say which currency its amounts are in. Give one, or add a column with it.',
  'told.COLUMNS_MISSING':
    'These columns are missing:{cost| cost;|}{campaign| campaign or its id;|}{day| day;|} add them to the report and export it again.',
  'told.FORMAT_UNKNOWN':
    'This table is of no known format. Known are exports of Google Ads, Meta, Yandex.Direct, Microsoft Advertising, LinkedIn, TikTok and Fivetran, tidy tables, and those of a CRM or shop. Say below what its columns mean.',
  'told.POINTS_AND_COMMAS':
    'Some numbers have a decimal point and some a decimal comma. Export the file again unedited.',
  'told.POINT_OR_THOUSANDS':
    'Nothing shows whether {text} has a decimal point or groups thousands. Export amounts with two decimals, or say it below.',
  'told.DATES_OPEN':
    'No date shows whether the month or the day comes first. Export dates as YYYY-MM-DD, or say it below.',
  'told.DATES_CONTRADICT':
    'Some dates put the month first and some the day. Export with dates as YYYY-MM-DD.',
  'told.MILLIONTHS_LIKELY':
    'Every cost is a whole multiple of 10,000, as in files that give money in millionths. Export amounts with decimals, or say below what they are.',
  'told.MILLIONTHS_OPEN':
    'Costs are whole numbers and could be millionths. Ask for the report with returnMoneyInMicros: false, or say below what they are.',
  'told.COST_NEGATIVE': 'A cost cannot be negative. Correct the row or leave it out.',
  'told.WANTED_NUMBER':
    'Wanted a number for “{field}”, with the decimal sign “{sign}” as in the rest of the file, or -- for none.',
  'told.WANTED_COUNT': 'Wanted a number of zero or more for “{field}”.',
  'told.WANTED_CAMPAIGN':
    'This row names no campaign. Wanted a name or an id; cells merged over several rows must be filled in.',
  'told.ROUNDED_ID':
    'A spreadsheet has cut this campaign id to a rounded number. Load the file as it was exported.',
  'told.WANTED_CHANNEL': 'Wanted a channel of 1 to 200 characters without “#”.',
  'told.WANTED_DAY': 'Wanted a calendar day such as 2026-10-31.',
  'told.MAPPED_COLUMN_MISSING':
    '“{field}” was said to be in the column “{column}”, which the file does not have.',
  'told.MAPPED_COLUMN_PERSONAL': 'The column “{column}” is about persons and is never read; choose another.',
  'told.COLUMNS_COMPETE':
    'Each of these columns may be “{field}”, and they are not added up, as one result may be in several. Export the one that counts, or choose it below.',
  'told.NO_ROWS': 'The file has a header and no rows. Choose a period with data and export it again.',
  'told.NOT_DAILY_GOOGLE_ADS_CAMPAIGN_REPORT': 'Add the segment Day to the report and export it again.',
  'told.NOT_DAILY_GOOGLE_ADS_API': 'Add segments.date to the fields of the query and save its answer again.',
  'told.NOT_DAILY_META_ADS_MANAGER': 'Choose Breakdown, By time, Day in Ads Manager and export again.',
  'told.NOT_DAILY_YANDEX_DIRECT':
    'Choose «по дням» as the grouping by time in the report wizard and export again.',
  'told.NOT_DAILY_YANDEX_DIRECT_API': 'Ask for the field Date in FieldNames and load the answer.',
  'told.NOT_DAILY_MICROSOFT_ADVERTISING': 'Choose the unit of time Day for the report and export it again.',
  'told.NOT_DAILY_LINKEDIN_CAMPAIGN_MANAGER':
    'Choose the time breakdown Daily in Campaign Manager and export again.',
  'told.NOT_DAILY_TIKTOK_ADS_MANAGER': 'Choose the breakdown By Day in TikTok Ads Manager and export again.',
  'told.NOT_DAILY_FIVETRAN_AD_REPORTING': 'Export ad_reporting__campaign_report, whose rows are single days.',
  'told.NOT_DAILY_CRM': 'Export one row for each campaign and day, or one for each order, with its day.',
  'told.NOT_DAILY_EQUIMARGINAL_TIDY': 'Write one row for each campaign and day, with the day as YYYY-MM-DD.',
  'told.NOT_DAILY_MAPPED': 'Wanted one row for each campaign and day.',
  'told.RESULTS_DIFFER':
    'Results mean something else for each objective, so they cannot be added up. Add the column of the result that counts, such as Purchases or Leads, and export again, or choose it below.',
  'told.MERGED_CELLS':
    'Cells are merged over several rows here, so it is not said which rows their content is for. Unmerge them and fill in each row.',
  'told.CUT_IN_A_ROW':
    'The last line ends in the middle of a row. Export the report again, in shorter periods if it is long.',
  'told.FEWER_ROWS_THAN_STATED':
    'The file says it has {stated} rows and has {rows}. Export the report again, in shorter periods if it is long.',
  'told.END_MISSING':
    'The lines that such a report ends with are missing. Export the report again, in shorter periods if it is long.',
  'told.FULL_TO_THE_LIMIT':
    'The file has exactly {rows} rows, at which exports are cut off, and no total that would show that it is whole. Export shorter periods.',
  'told.NO_HEADER_LINE':
    'No line among the first 30 names the columns of a report. Wanted at least a day, a campaign and a cost. Load the file as the platform wrote it, or say below what its columns mean.',
  'told.QUOTE_OPEN': 'A quotation mark is opened and not closed here. Export the file again.',
  'told.LINE_TOO_LONG':
    'This line is longer than any row of a report. Load the CSV as the platform wrote it.',
  'told.WORKBOOK_DAMAGED': 'The workbook is damaged. Open it in a spreadsheet program and save it again.',
  'told.WORKBOOK_TOO_LONG': 'The workbook holds too much text for a report. Export it as CSV.',
  'told.JSON_CUT': 'The JSON ends before its brackets are closed. Save the whole answer of the API.',
  'told.JSON_BROKEN': 'This is no valid JSON. Save the answer of the API as it came.',
  'told.JSON_UNKNOWN':
    'This JSON holds no results of the Google Ads API. Wanted the answer of searchStream, with campaign, segments.date and metrics.',
  'told.NO_TEXT': 'The file holds no text. Export the report again and check that it has rows.',
  'told.SEVERAL_TABLES':
    'The workbook holds {n} {n|table|tables}. Save the sheet that is meant as a file of its own.',
  'told.OLD_WORKBOOK':
    'This is an old or password-protected Excel workbook. Export the report as CSV or XLSX and load that file.',
  'told.PDF': 'This is a PDF. Export the report as CSV or XLSX and load that file.',
  'told.PARQUET': 'This is a Parquet file. Export the report as CSV or XLSX and load that file.',
  'told.OTHER_ARCHIVE': 'This is a 7z or RAR archive. Unpack it and load the CSV or XLSX in it.',
  'told.NESTED_ARCHIVES': 'Archives are packed into archives here. Unpack the file and load what is inside.',
  'told.ARCHIVE_EMPTY': 'The archive holds no file. Export the report again and check that it has rows.',
  'told.SEVERAL_FILES': 'The archive holds {n} {n|file|files}. Unpack it and load each of them.',
  'told.GZIP_CUT': 'The gzip file ends too early. Download or export it again.',
  'told.GZIP_DAMAGED': 'The gzip file is damaged. Download or export it again.',
  'told.TEXT_CUT': 'The file ends in the middle of a character. Download or export it again.',
  'told.BYTES_NO_TEXT': 'The file is damaged: its bytes are no text. Download or export it again.',
  'told.UTF8_DAMAGED':
    'The file is UTF-8 with damaged bytes in it, so its names cannot be trusted. Export it again.',
  'told.ARCHIVE_DAMAGED': 'The archive is damaged or cut short. Download or export it again.',
  'told.ARCHIVE_LOCKED': 'The archive is protected by a password. Unpack it and load what is inside.',
  'told.ARCHIVE_TOO_LARGE': 'The archive is larger than 256 MB. Export a shorter period, or CSV with gzip.',
  'told.CAMPAIGN_OF_OTHER_CURRENCY':
    'Campaign {name} is kept in {stored} and this file is in {currency}. Amounts of two currencies are never mixed; load the file into a workspace of its own.',
  'told.ROWS_WITHOUT_COST': 'Rows left out because they have no cost: {n}.',
  'told.ROWS_WITHOUT_NAME': 'Rows left out because they name no campaign and carry no UTM tag: {n}.',
  'told.NO_CONVERSIONS_COLUMN': 'The file has no conversions column. Add the column to fit response curves.',
  'told.LEADS_TAKEN': 'Leads are taken as conversions, as the file has no others.',
  'told.LEADS_ASIDE': 'Leads are a column of their own here and are not counted as conversions.',
  'told.DAYS_WITHOUT_CONVERSIONS':
    'Campaign days without a conversions figure, kept as not reported and not as 0: {n}.',
  'told.IN_MILLIONTHS': 'Amounts are read as millionths of the currency, the default of the Reports service.',
  'told.MORE_ROWS_THAN_STATED': 'The file says it has {stated} rows and has {rows}.',
  'told.PERSONAL_COLUMNS': 'Columns with personal data are not read: {columns}.',
  'told.NO_VAT_MODE': 'The file does not say whether its amounts include value-added tax.',
  'told.OTHER_TIME_ZONE':
    'This file’s days are in {zone}, the stored ones of the same campaigns in {stored}. The days do not compare; export in one zone.',
  'format.GOOGLE_ADS_CAMPAIGN_REPORT': 'Google Ads, campaign report',
  'format.GOOGLE_ADS_API': 'Google Ads API',
  'format.META_ADS_MANAGER': 'Meta Ads Manager',
  'format.YANDEX_DIRECT': 'Yandex.Direct, report wizard',
  'format.YANDEX_DIRECT_API': 'Yandex.Direct API',
  'format.MICROSOFT_ADVERTISING': 'Microsoft Advertising',
  'format.LINKEDIN_CAMPAIGN_MANAGER': 'LinkedIn Campaign Manager',
  'format.TIKTOK_ADS_MANAGER': 'TikTok Ads Manager',
  'format.FIVETRAN_AD_REPORTING': 'Fivetran',
  'format.CRM': 'CRM or shop',
  'format.EQUIMARGINAL_TIDY': 'tidy table',
  'format.MAPPED': 'by the columns that you named',
  'vat.INCLUDED': 'included',
  'vat.EXCLUDED': 'excluded',
  'told.MAPPING_REMEMBERED': 'Its columns are read by the mapping that {file} was loaded with.',
};
