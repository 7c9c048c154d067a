"""What county offices really print: each drawn form must come out figure by figure."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.pages import figures, leftovers, read

HEAD = "单位：万元"

# Name: (title, drawn table, expected figures, expected leftovers).
FORMS: dict[str, tuple[str, str, str, str]] = {
    "header of different depths, 栏次, total row": (
        "收入决算表",
        """
        项目|<|<|<|本年收入合计|财政拨款收入|上级补助收入|事业收入|<|经营收入|附属单位上缴收入|其他收入
        支出功能分类科目编码|<|<|科目名称|^|^|^|小计|其中：教育收费|^|^|^
        类|款|项|栏次|1|2|3|4|5|6|7|8
        ^|^|^|合计|10.00|6.00|0.00|3.00|2.00|—||1.00
        205|<|<|教育支出|10.00|6.00|0.00|3.00|2.00|||1.00
        20502|<|<|普通教育|10.00|6.00|0.00|3.00|2.00|||1.00
        2050202 |<|<|小学教育|10.00|6.00|0.00|3.00|2.00|||1.00
        """,
        """
        Total TotalRevenueForYear 10.00
        Total FiscalAppropriationRevenue 6.00
        Total HigherLevelSubsidyRevenue 0.00
        Total PublicInstitutionRevenue 3.00
        Total EducationFeeRevenue 2.00
        Total BusinessRevenue —
        Total OtherRevenue 1.00
        205 TotalRevenueForYear 10.00
        205 FiscalAppropriationRevenue 6.00
        205 HigherLevelSubsidyRevenue 0.00
        205 PublicInstitutionRevenue 3.00
        205 EducationFeeRevenue 2.00
        205 OtherRevenue 1.00
        20502 TotalRevenueForYear 10.00
        20502 FiscalAppropriationRevenue 6.00
        20502 HigherLevelSubsidyRevenue 0.00
        20502 PublicInstitutionRevenue 3.00
        20502 EducationFeeRevenue 2.00
        20502 OtherRevenue 1.00
        2050202 TotalRevenueForYear 10.00
        2050202 FiscalAppropriationRevenue 6.00
        2050202 HigherLevelSubsidyRevenue 0.00
        2050202 PublicInstitutionRevenue 3.00
        2050202 EducationFeeRevenue 2.00
        2050202 OtherRevenue 1.00
        """,
        "",
    ),
    "names without codes, indented, the same name on three levels": (
        "支出决算表",
        """
        项 目|本年\\n支出|基本\\n支出|项目\\n支出
        合 计|9.00|4.00|5.00
        一般公共服务支出|4.00|4.00|
        　政府办公厅（室）及相关机构事务|4.00|4.00|
        　　行政运行|4.00|4.00|
        其他支出|5.00||5.00
        　其他支出|5.00||5.00
        　　其他支出|5.00||5.00
        """,
        """
        Total TotalExpenditureForYear 9.00
        Total BasicExpenditure 4.00
        Total ProjectExpenditure 5.00
        201 TotalExpenditureForYear 4.00
        201 BasicExpenditure 4.00
        20103 TotalExpenditureForYear 4.00
        20103 BasicExpenditure 4.00
        2010301 TotalExpenditureForYear 4.00
        2010301 BasicExpenditure 4.00
        229 TotalExpenditureForYear 5.00
        229 ProjectExpenditure 5.00
        22999 TotalExpenditureForYear 5.00
        22999 ProjectExpenditure 5.00
        2299999 TotalExpenditureForYear 5.00
        2299999 ProjectExpenditure 5.00
        """,
        "",
    ),
    "codes without names; the amount of a header in brackets": (
        "支出决算表",
        """
        科目编码|本年支出合计（万元）|基本支出（万元）|项目支出（万元）
        合计|4.00|4.00|
        201|4.00|4.00|
        """,
        """
        Total TotalExpenditureForYear 4.00
        Total BasicExpenditure 4.00
        201 TotalExpenditureForYear 4.00
        201 BasicExpenditure 4.00
        """,
        "",
    ),
    "code and name in one cell, in brackets and with dashes": (
        "支出决算表",
        """
        科目编码及名称|合计|基本支出|项目支出
        [201]一般公共服务支出|4.00|4.00|
        20103-政府办公厅（室）及相关机构事务|4.00|4.00|
        2010301　行政运行|3.00|3.00|
        事业运行（2010350）|1.00|1.00|
        """,
        """
        201 TotalExpenditureForYear 4.00
        201 BasicExpenditure 4.00
        20103 TotalExpenditureForYear 4.00
        20103 BasicExpenditure 4.00
        2010301 TotalExpenditureForYear 3.00
        2010301 BasicExpenditure 3.00
        2010350 TotalExpenditureForYear 1.00
        2010350 BasicExpenditure 1.00
        """,
        "",
    ),
    "known and unknown extra columns": (
        "一般公共预算财政拨款支出决算表",
        """
        科目编码|科目名称|年初预算数|决算数|<|<|上年决算数|比上年增减|<|完成预算%
        ^|^|^|小计|基本支出|项目支出|^|金额|%|^
        合计|<|8.00|9.00|4.00|5.00|7.00|2.00|28.57%|112.50
        201|一般公共服务支出|8.00|9.00|4.00|5.00|7.00|2.00|28.57%|112.50
        """,
        """
        Total InitialBudgetTotalExpenditureForYear 8.00
        Total TotalExpenditureForYear 9.00
        Total BasicExpenditure 4.00
        Total ProjectExpenditure 5.00
        Total PriorYearActualTotalExpenditureForYear 7.00
        201 InitialBudgetTotalExpenditureForYear 8.00
        201 TotalExpenditureForYear 9.00
        201 BasicExpenditure 4.00
        201 ProjectExpenditure 5.00
        201 PriorYearActualTotalExpenditureForYear 7.00
        """,
        """
        2.00 unknown-column
        28.57% unknown-column
        112.50 unknown-column
        2.00 unknown-column
        28.57% unknown-column
        112.50 unknown-column
        """,
    ),
    "budget and actual each with parts, years as heads": (
        "一般公共预算财政拨款支出决算表",
        """
        科目编码|科目名称|2023年预算数|<|<|2023年决算数|<|<|2022年决算数
        ^|^|合计|基本支出|项目支出|合计|基本支出|项目支出|^
        201|一般公共服务支出|6.00|2.00|4.00|5.00|2.00|3.00|1.00
        """,
        """
        201 BudgetTotalExpenditureForYear 6.00
        201 BudgetBasicExpenditure 2.00
        201 BudgetProjectExpenditure 4.00
        201 TotalExpenditureForYear 5.00
        201 BasicExpenditure 2.00
        201 ProjectExpenditure 3.00
        201 PriorYearActualTotalExpenditureForYear 1.00
        """,
        "",
    ),
    "2016: balances split into parts, revenue by use": (
        "政府性基金预算财政拨款收入支出决算表",
        """
        科目编码|科目名称|年初结转和结余|<|<|本年收入|<|<|本年支出|<|<|年末结转和结余|<|<|<
        ^|^|合计|基本支出结转|项目支出结转和结余|合计|基本支出|项目支出|合计|基本支出|项目支出|合计|基本支出结转|项目支出结转和结余|<
        ^|^|^|^|^|^|^|^|^|^|^|^|^|项目支出结转|项目支出结余
        212|城乡社区支出|1.00|0.25|0.75|2.00|0.50|1.50|2.50|0.50|2.00|0.50|0.10|0.30|0.10
        """,
        """
        212 OpeningCarryOverAndSurplus 1.00
        212 OpeningBasic 0.25
        212 OpeningProject 0.75
        212 TotalRevenueForYear 2.00
        212 BasicRevenue 0.50
        212 ProjectRevenue 1.50
        212 TotalExpenditureForYear 2.50
        212 BasicExpenditure 0.50
        212 ProjectExpenditure 2.00
        212 ClosingCarryOverAndSurplus 0.50
        212 ClosingBasic 0.10
        212 ClosingProjectCarryOver 0.30
        212 ClosingProjectSurplus 0.10
        """,
        "",
    ),
    "2017 summary: three groups, old names, line numbers, blank columns": (
        "收入支出决算总表",
        """
        收     入|<|<|支     出|<|<|<|<|<
        项    目|行次|决算数|项目（按功能分类）|行次|决算数|项目（按支出性质和经济分类）|行次|决算数
        栏    次||1|栏    次||2|栏    次||3
        一、财政拨款收入|1|90.00|一、一般公共服务支出|30|70.00|一、基本支出|60|60.00
        其中：政府性基金|2|10.00|二、外交支出|31||人员经费|61|50.00
        二、上级补助收入|3||三、国防支出|32||日常公用经费|62|10.00
        三、事业收入|4|5.00|||||63|
        四、经营收入|5||四、公共安全支出|33||二、项目支出|64|20.00
        ||||||其他支出|65|1.00
        本年收入合计|20|95.00|本年支出合计|<|<|<|66|80.00
        用事业基金弥补收支差额|21||结余分配|<|<|<|67|1.00
        年初结转和结余|22|3.00|其中：提取职工福利基金|<|<|<|68|1.00
        其中：项目支出结转和结余|23|3.00|年末结转和结余|<|<|<|69|17.00
        总计|24|98.00|总计|<|<|<|70|98.00
        """,
        """
        FiscalAppropriationRevenue Actual 90.00
        GovernmentFundAppropriationRevenue Actual 10.00
        PublicInstitutionRevenue Actual 5.00
        TotalRevenueForYear Actual 95.00
        OpeningCarryOverAndSurplus Actual 3.00
        OpeningProject Actual 3.00
        GrandTotalSources Actual 98.00
        201 Actual 70.00
        BasicExpenditure Actual 60.00
        PersonnelExpenditure Actual 50.00
        OperatingExpenditure Actual 10.00
        ProjectExpenditure Actual 20.00
        Economic399 Actual 1.00
        TotalExpenditureForYear Actual 80.00
        SurplusDistribution Actual 1.00
        WelfareFundFromSurplus Actual 1.00
        ClosingCarryOverAndSurplus Actual 17.00
        GrandTotalUses Actual 98.00
        """,
        "",
    ),
    "title, number, entity, date and unit inside the table, notes at its foot": (
        "",
        """
        收入支出决算总表|<|<|<
        |||公开01表
        编制单位：安和县民政局|<|2023年度|单位：万元
        收入|<|支出|<
        项目|决算数|项目|决算数
        一、一般公共预算财政拨款收入|5.00|一、一般公共服务支出|5.00
        总计|5.00|总计|5.00
        注：本表反映部门本年度的总收支和年末结转结余情况。|<|<|<
        - 5 -|<|<|<
        """,
        """
        GeneralPublicBudgetAppropriationRevenue Actual 5.00
        GrandTotalSources Actual 5.00
        201 Actual 5.00
        GrandTotalUses Actual 5.00
        """,
        "",
    ),
    "appropriations with budgets by fund": (
        "财政拨款收入支出决算总表",
        """
        收入|<|<|支出|<|<|<|<|<
        项目|年初预算数|决算数|项目|年初预算数|<|决算数|<|<
        ^|^|^|^|小计|一般公共预算财政拨款|小计|一般公共预算财政拨款|政府性基金预算财政拨款
        一、一般公共预算财政拨款|1.00|2.00|一、一般公共服务支出|1.00|1.00|2.00|2.00|
        年初财政拨款结转和结余||0.50|年末财政拨款结转和结余|||0.50|0.50|
        一般公共预算财政拨款||0.50|||||
        总计|1.00|2.50|总计|1.00|1.00|2.50|2.50|
        """,
        """
        GeneralPublicBudgetAppropriationRevenue InitialBudget 1.00
        GeneralPublicBudgetAppropriationRevenue Actual 2.00
        OpeningCarryOverAndSurplus Actual 0.50
        OpeningGeneralPublicBudget Actual 0.50
        GrandTotalSources InitialBudget 1.00
        GrandTotalSources Actual 2.50
        201 InitialBudgetTotal 1.00
        201 InitialBudgetGeneralPublicBudget 1.00
        201 Total 2.00
        201 GeneralPublicBudget 2.00
        ClosingCarryOverAndSurplus Total 0.50
        ClosingCarryOverAndSurplus GeneralPublicBudget 0.50
        GrandTotalUses InitialBudgetTotal 1.00
        GrandTotalUses InitialBudgetGeneralPublicBudget 1.00
        GrandTotalUses Total 2.50
        GrandTotalUses GeneralPublicBudget 2.50
        """,
        "",
    ),
    "economic categories without codes in three groups": (
        "一般公共预算财政拨款基本支出决算明细表",
        """
        人员经费|<|公用经费|<|<|<
        项目|决算数|项目|决算数|项目|决算数
        工资福利支出|5.00|商品和服务支出|3.00|资本性支出|1.00
        　基本工资|5.00|　办公费|3.00|　办公设备购置|1.00
        人员经费合计|5.00|公用经费合计|<|<|4.00
        """,
        """
        301 Amount 5.00
        302 Amount 3.00
        310 Amount 1.00
        30101 Amount 5.00
        30201 Amount 3.00
        31002 Amount 1.00
        PersonnelExpenditure Amount 5.00
        OperatingExpenditure Amount 4.00
        """,
        "",
    ),
    "economic categories as one list with personnel and operating columns": (
        "一般公共预算财政拨款基本支出决算表",
        """
        支出经济分类科目|<|本年基本支出|<|<
        科目编码|科目名称|合计|人员经费|公用经费
        301|工资福利支出|5.00|5.00|
        30101|基本工资|5.00|5.00|
        302|商品和服务支出|3.00||3.00
        合计|<|8.00|5.00|3.00
        """,
        """
        301 Amount 5.00
        301 Personnel 5.00
        30101 Amount 5.00
        30101 Personnel 5.00
        302 Amount 3.00
        302 Operating 3.00
        BasicExpenditure Amount 8.00
        BasicExpenditure Personnel 5.00
        BasicExpenditure Operating 3.00
        """,
        "",
    ),
    "三公 with counts, other order, two budgets, meetings": (
        "一般公共预算财政拨款“三公”经费及会议费、培训费支出决算表",
        """
        项目|行次|预算数|<|决算数
        ^|^|年初预算数|全年预算数|^
        一、“三公”经费支出|1|—|—|—
        （一）支出合计|2|8.00|7.00|6.00
        1．因公出国（境）费|3|0.00|0.00|0.00
        2．公务用车购置及运行维护费|4|5.00|5.00|4.00
        （1）公务用车运行维护费|5|5.00|5.00|4.00
        （2）公务用车购置费|6|0.00|0.00|0.00
        3．公务接待费|7|3.00|2.00|2.00
        其中：国内接待费|8|—|—|2.00
        （二）相关统计数|9|—|—|—
        1．因公出国（境）团组数（个）|10|—|—|0
        2．因公出国（境）人次数（人）|11|—|—|0
        3．公务用车购置数（辆）|12|—|—|0
        4．公务用车保有量（辆）|13|—|—|2
        5．国内公务接待批次（个）|14|—|—|1,020
        6．国内公务接待人次（人）|15|—|—|12.5
        二、会议费|16||1.00|1.00
        三、培训费|17|||2.00
        """,
        """
        ThreePublicExpenses InitialBudget 8.00
        ThreePublicExpenses FinalBudget 7.00
        ThreePublicExpenses Actual 6.00
        OverseasVisitExpense InitialBudget 0.00
        OverseasVisitExpense FinalBudget 0.00
        OverseasVisitExpense Actual 0.00
        OfficialVehicleExpense InitialBudget 5.00
        OfficialVehicleExpense FinalBudget 5.00
        OfficialVehicleExpense Actual 4.00
        VehiclePurchaseExpense InitialBudget 0.00
        VehiclePurchaseExpense FinalBudget 0.00
        VehiclePurchaseExpense Actual 0.00
        VehicleOperationExpense InitialBudget 5.00
        VehicleOperationExpense FinalBudget 5.00
        VehicleOperationExpense Actual 4.00
        OfficialReceptionExpense InitialBudget 3.00
        OfficialReceptionExpense FinalBudget 2.00
        OfficialReceptionExpense Actual 2.00
        DomesticReceptionExpense InitialBudget —
        DomesticReceptionExpense FinalBudget —
        DomesticReceptionExpense Actual 2.00
        ConferenceExpense FinalBudget 1.00
        ConferenceExpense Actual 1.00
        TrainingExpense Actual 2.00
        OverseasGroups InitialBudget —
        OverseasGroups FinalBudget —
        OverseasGroups Actual 0
        OverseasVisitors InitialBudget —
        OverseasVisitors FinalBudget —
        OverseasVisitors Actual 0
        VehiclesBought InitialBudget —
        VehiclesBought FinalBudget —
        VehiclesBought Actual 0
        VehiclesHeld InitialBudget —
        VehiclesHeld FinalBudget —
        VehiclesHeld Actual 2
        DomesticReceptionBatches InitialBudget —
        DomesticReceptionBatches FinalBudget —
        DomesticReceptionBatches Actual 1,020
        DomesticReceptionGuests InitialBudget —
        DomesticReceptionGuests FinalBudget —
        """,
        "12.5 not-a-whole-number",
    ),
    "三公 in twelve columns under a column of names": (
        "财政拨款“三公”经费支出决算表",
        """
        单位名称|预算数|<|<|<|<|<|决算数|<|<|<|<|<
        ^|合计|因公出国（境）费|公务用车购置及运行费|<|<|公务接待费|合计|因公出国（境）费|公务用车购置及运行费|<|<|公务接待费
        ^|^|^|小计|公务用车购置费|公务用车运行费|^|^|^|小计|公务用车购置费|公务用车运行费|^
        1|2|3|4|5|6|7|8|9|10|11|12|13
        安和县民政局|6.00|1.00|4.00|0.00|4.00|1.00|5.00|1.00|3.00|0.00|3.00|1.00
        """,
        """
        ThreePublicExpenses Budget 6.00
        ThreePublicExpenses Actual 5.00
        OverseasVisitExpense Budget 1.00
        OverseasVisitExpense Actual 1.00
        OfficialVehicleExpense Budget 4.00
        OfficialVehicleExpense Actual 3.00
        VehiclePurchaseExpense Budget 0.00
        VehiclePurchaseExpense Actual 0.00
        VehicleOperationExpense Budget 4.00
        VehicleOperationExpense Actual 3.00
        OfficialReceptionExpense Budget 1.00
        OfficialReceptionExpense Actual 1.00
        """,
        "",
    ),
    "三公 in columns, budget and actual as rows": (
        "“三公”经费支出情况表",
        """
        项目|合计|因公出国（境）费|公务用车费|<|<|公务接待费
        ^|^|^|小计|购置费|运行维护费|^
        预算数|6.00|1.00|4.00|0.00|4.00|1.00
        决算数|5.00|1.00|3.00|0.00|3.00|1.00
        """,
        """
        ThreePublicExpenses Budget 6.00
        ThreePublicExpenses Actual 5.00
        OverseasVisitExpense Budget 1.00
        OverseasVisitExpense Actual 1.00
        OfficialVehicleExpense Budget 4.00
        OfficialVehicleExpense Actual 3.00
        VehiclePurchaseExpense Budget 0.00
        VehiclePurchaseExpense Actual 0.00
        VehicleOperationExpense Budget 4.00
        VehicleOperationExpense Actual 3.00
        OfficialReceptionExpense Budget 1.00
        OfficialReceptionExpense Actual 1.00
        """,
        "",
    ),
    "traditional characters": (
        "收入支出決算總表",
        """
        收入|<|支出|<
        項目|決算數|項目（按功能分類）|決算數
        一、一般公共預算財政撥款收入|5.00|一、一般公共服務支出|5.00
        本年收入合計|5.00|本年支出合計|5.00
        年初結轉和結餘|1.00|年末結轉和結餘|1.00
        總計|6.00|總計|6.00
        """,
        """
        GeneralPublicBudgetAppropriationRevenue Actual 5.00
        TotalRevenueForYear Actual 5.00
        OpeningCarryOverAndSurplus Actual 1.00
        GrandTotalSources Actual 6.00
        201 Actual 5.00
        TotalExpenditureForYear Actual 5.00
        ClosingCarryOverAndSurplus Actual 1.00
        GrandTotalUses Actual 6.00
        """,
        "",
    ),
    "a remark between the figures, words for zero, an unknown category, sub-headings": (
        "支出决算表",
        """
        科目编码|科目名称|本年支出合计|备注|基本支出|项目支出
        一、按功能分类|<|<|<|<|<
        合计|<|4.00|含追加|4.00|无
        |||||
        205|教育支出|4.00|追加5.00万元|4.00|/
        |特别事项|1.00||1.00|
        注：1.00为四舍五入差额。|<|<|<|<|<
        """,
        """
        Total TotalExpenditureForYear 4.00
        Total BasicExpenditure 4.00
        Total ProjectExpenditure 无
        205 TotalExpenditureForYear 4.00
        205 BasicExpenditure 4.00
        205 ProjectExpenditure /
        """,
        """
        1.00 unknown-row
        1.00 unknown-row
        """,
    ),
    "state assets, counts beside amounts": (
        "国有资产占用情况表",
        """
        项目|行次|数量|金额
        一、车辆数合计（辆）|1|5|100.00
        1.副部（省）级及以上领导用车|2|0|
        其他用车|3|5|100.00
        二、单价50万元以上通用设备（台、套）|4|1|60.00
        """,
        """
        Vehicles Quantity 5
        Vehicles Value 100.00
        MinisterialVehicles Quantity 0
        OtherVehicles Quantity 5
        OtherVehicles Value 100.00
        GeneralEquipment Quantity 1
        GeneralEquipment Value 60.00
        """,
        "",
    ),
    "projects by code and by name": (
        "一般公共预算财政拨款项目支出决算表",
        """
        科目编码|科目（项目）名称|项目支出
        合计|<|6.00
        201|一般公共服务支出|6.00
        |办公楼维修；二期|4.00
        |档案数字化|2.00
        """,
        """
        Total Amount 6.00
        201 Amount 6.00
        Project Amount 4.00
        Project Amount 2.00
        """,
        "",
    ),
    "expenditure detail by economic category and fund": (
        "财政拨款支出决算明细表",
        """
        项目|<|合计|一般公共预算财政拨款|<|<|政府性基金预算财政拨款|<|<
        科目编码|科目名称|^|小计|基本支出|项目支出|小计|基本支出|项目支出
        301|工资福利支出|5.00|5.00|4.00|1.00|||
        30101|基本工资|5.00|5.00|4.00|1.00|||
        """,
        """
        301 Total 5.00
        301 GeneralPublicBudget 5.00
        301 GeneralPublicBudgetBasicExpenditure 4.00
        301 GeneralPublicBudgetProjectExpenditure 1.00
        30101 Total 5.00
        30101 GeneralPublicBudget 5.00
        30101 GeneralPublicBudgetBasicExpenditure 4.00
        30101 GeneralPublicBudgetProjectExpenditure 1.00
        """,
        "",
    ),
    "negative figures in every notation": (
        "支出决算表",
        """
        科目编码|科目名称|本年支出合计|基本支出|项目支出
        201|一般公共服务支出|-1.00|（1.00）|△1.00
        205|教育支出|－1．００|▲1.00|1.00-
        206|科学技术支出|−1.00|负1.00|1 234.56
        """,
        """
        201 TotalExpenditureForYear -1.00
        201 BasicExpenditure （1.00）
        201 ProjectExpenditure △1.00
        205 TotalExpenditureForYear －1．00
        205 BasicExpenditure ▲1.00
        205 ProjectExpenditure 1.00-
        206 TotalExpenditureForYear −1.00
        206 BasicExpenditure 负1.00
        206 ProjectExpenditure 1234.56
        """,
        "",
    ),
}


def lines(drawn: str) -> list[str]:
    return [line.strip() for line in drawn.strip().splitlines() if line.strip()]


@pytest.mark.parametrize("name", FORMS)
def test_each_figure_of_a_drawn_form(name: str) -> None:
    title, drawn, expected, left = FORMS[name]
    filing = read([f"{title}\n部门：安和县民政局\n{HEAD}" if title else "", dedent(drawn)])
    [form] = filing.forms
    assert figures(form) == lines(expected)
    assert leftovers(form) == lines(left)
